import type { BudgetReport, ModuleReport } from './report.js';

/** A number that has changed against the budget. */
export interface Change {
  /** What it is of, `traffic: RAM of an instance`. */
  readonly what: string;
  /** Null: no bound. */
  readonly budget: number | null;
  readonly now: number | null;
  readonly isWorse: boolean;
}

type Figures = Map<string, { readonly value: number | null; readonly moreIsBetter: boolean }>;

/** Two reports that say nothing about each other. */
export class BudgetMismatch extends Error {
  override readonly name = 'BudgetMismatch';
}

/**
 * What has changed against a budget, in its order; modules that only one of both has are changes.
 * @throws BudgetMismatch when both are about different things
 */
export function compareToBudget(budget: BudgetReport, now: BudgetReport): Change[] {
  const about = ({ board, instances, fuel }: BudgetReport): string =>
    `${board.name}, ${instances} instances${fuel ? ', fuel' : ''}`;
  if (about(budget) !== about(now)) {
    throw new BudgetMismatch(`the budget is for ${about(budget)}, and not for ${about(now)}`);
  }
  const before = figuresOf(budget);
  const after = figuresOf(now);
  const changes: Change[] = [];
  for (const what of new Set([...before.keys(), ...after.keys()])) {
    const { value: allowed = 0 } = before.get(what) ?? {};
    const { value = 0, moreIsBetter = false } = after.get(what) ?? {};
    if (value === allowed) continue;
    const grew = (value ?? Infinity) > (allowed ?? Infinity);
    changes.push({ what, budget: allowed, now: value, isWorse: grew !== moreIsBetter });
  }
  return changes;
}

function figuresOf({ runtime, modules, total }: BudgetReport): Figures {
  const figures: Figures = new Map();
  const add = (what: string, value: number | null, moreIsBetter = false): void => {
    figures.set(what, { value, moreIsBetter });
  };
  add('engine, store and linker: RAM', runtime.bytes);
  for (const module of modules) addModule(add, module);
  add('in all: RAM', total.usedBytes);
  add('in all: RAM that is free', total.freeBytes, true);
  add('in all: flash', total.flashBytes);
  add('in all: instances of each that fit', total.rounds, true);
  return figures;
}

function addModule(
  add: (what: string, value: number | null, moreIsBetter?: boolean) => void,
  { name, form, flashBytes, shared, instance, instanceMaximum, stack, fits }: ModuleReport,
): void {
  const of = `${name} (${form})`;
  add(`${of}: flash`, flashBytes);
  add(`${of}: RAM, once`, shared.bytes);
  add(`${of}: RAM of an instance`, instance.bytes);
  add(`${of}: RAM of an instance at most`, instanceMaximum?.bytes ?? null);
  add(`${of}: slots of XS's stack`, stack.xsSlots);
  add(`${of}: instances that fit`, fits, true);
}

import { budgetTables, stackProblem } from '../cli/budget/table.js';
import { bytes } from '../cli/values/format-bytes.js';
import { loadBoard } from '../boards/index.js';
import { type Guest, readGuest } from '../prediction/guest.js';
import { DEFAULT_RESERVE_BYTES, predict } from '../prediction/predict.js';
import type { BudgetReport, ModuleReport } from '../prediction/report.js';
import type { MadeGuest } from './made-guest.js';
import { SettingsError, unknownOption } from './settings.js';

/** What guests may take of a board. */
export interface BudgetCheck {
  /** The board's name, one of `wasmote boards`. */
  readonly board: string;
  /**
   * Live instances at once: of each guest, or by the guests' names, where a guest that is not named
   * has one. Default: 1.
   */
  readonly instances?: number | Readonly<Record<string, number>>;
  /**
   * Bytes of XS's heap that engine, store, modules and instances may take. Default: all that a small
   * program leaves of the board's heap.
   */
  readonly heapBytes?: number;
  /**
   * Bytes of flash that the guests and the parts of wasmote that they need may take. Default: all that
   * the board has.
   */
  readonly flashBytes?: number;
  /** Bytes of the heap to keep free for calls and garbage, half of them as slots; default: 2,048. */
  readonly reserveBytes?: number;
  /** Print what the guests take, as `wasmote budget` does; default: false. */
  readonly report?: boolean;
}

const OPTIONS = ['board', 'instances', 'heapBytes', 'flashBytes', 'reserveBytes', 'report'];

/**
 * @throws SettingsError when an option is not right
 * @throws BoardError when there is no such board
 */
export function checkOptions(check: BudgetCheck): void {
  if (typeof check !== 'object' || check === null || check.board === undefined) {
    throw new SettingsError("budget names no board, as { board: 'rp2040' } does");
  }
  const unknown = Object.keys(check).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw unknownOption(`budget.${unknown}`, OPTIONS);
  loadBoard(check.board);
  const { instances = 1, heapBytes = 0, flashBytes = 0, reserveBytes = 0, report = false } = check;
  const named = typeof instances === 'object' && instances !== null;
  for (const [name, count] of Object.entries(named ? instances : { '': instances })) {
    const option = `budget.instances${name && `.${name}`}`;
    if (!Number.isSafeInteger(count) || count < 1) {
      throw new SettingsError(`${option} is no whole number above 0: ${JSON.stringify(count)}`);
    }
  }
  for (const [name, size] of Object.entries({ heapBytes, flashBytes, reserveBytes })) {
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new SettingsError(`budget.${name} is no whole number: ${JSON.stringify(size)}`);
    }
  }
  if (typeof report !== 'boolean') throw new SettingsError('budget.report is no boolean');
}

/** What a check found. */
export interface BudgetResult {
  /** What the guests take, for people. */
  readonly text: string;
  /** Why they do not fit; undefined where they do. */
  readonly problem: string | undefined;
}

/**
 * Says whether guests fit.
 * @param check see {@link checkOptions}
 * @throws SettingsError when it names a guest that there is not
 */
export function checkBudget(check: BudgetCheck, made: readonly MadeGuest[]): BudgetResult {
  const names = made.map(({ settings }) => settings.name);
  const counts = countsOf(check, names);
  const fuel = made.some(({ settings }) => settings.fuel);
  const report = predict(loadBoard(check.board), made.map(guestOf), {
    fuel,
    instances: 1,
    perRound: counts,
    reserveBytes: check.reserveBytes ?? DEFAULT_RESERVE_BYTES,
  });
  const problem = problemOf(check, report);
  const all = takersText(report, counts);
  return {
    text: `${budgetTables(report)}\n${totalText(report)}\n${all}`,
    problem: problem === undefined ? undefined : `${problem}\n${all}`,
  };
}

function countsOf({ instances = 1 }: BudgetCheck, names: readonly string[]): number[] {
  if (typeof instances === 'number') return names.map(() => instances);
  const unknown = Object.keys(instances).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new SettingsError(
      `budget.instances names "${unknown}", which nothing imports; there are ${names.join(', ')}`,
    );
  }
  return names.map((name) => instances[name] ?? 1);
}

function guestOf({ settings, contents }: MadeGuest): Guest {
  const { name, engine, fuel, anyPageSize } = settings;
  return readGuest(name, contents, { engine, fuel, anyPageSize });
}

/** Of the guests and what they need, without the program. */
function takenBytes({ total, program }: BudgetReport): number {
  return total.usedBytes - program.bytes;
}

function totalText(report: BudgetReport): string {
  const { total, program } = report;
  return (
    `in all ${bytes(takenBytes(report))} bytes of RAM, beside a small program's ${bytes(program.bytes)}; ` +
    `${total.freeBytes < 0 ? `${bytes(-total.freeBytes)} are missing` : `${bytes(total.freeBytes)} are free`}; ` +
    `flash ${bytes(total.flashBytes)}, wasmote's included`
  );
}

function problemOf(check: BudgetCheck, report: BudgetReport): string | undefined {
  const { board, total, reserve } = report;
  const { heapBytes = Infinity, flashBytes = board.flashBytes } = check;
  const deep = stackProblem(report);
  if (deep !== undefined) return `the guests do not run on ${board.name}: ${deep}`;
  const begin = `the guests do not fit ${board.name}`;
  if (!total.fits) {
    const heap = board.heapBytes - board.stackSlots * 16;
    return (
      `${begin}: with a small program they take ${bytes(total.usedBytes)} bytes of its heap of ` +
      `${bytes(heap)}, of which ${bytes(reserve.bytes)} are kept free`
    );
  }
  const taken = takenBytes(report);
  if (taken > heapBytes) {
    return `the guests take ${bytes(taken)} bytes of RAM, and may take ${bytes(heapBytes)} (budget.heapBytes)`;
  }
  if (total.flashBytes > flashBytes) {
    return `${begin}: with wasmote they take ${bytes(total.flashBytes)} bytes of flash, and may take ${bytes(flashBytes)}`;
  }
  return undefined;
}

/** What each guest takes, the one that takes most first. */
function takersText({ modules, runtime }: BudgetReport, counts: readonly number[]): string {
  const ramOf = ({ shared, instance }: ModuleReport, i: number): number =>
    shared.bytes + counts[i]! * instance.bytes;
  const takers = modules.map((module, i) => ({ module, count: counts[i]!, ram: ramOf(module, i) }));
  const lines = takers
    .sort((one, other) => other.ram - one.ram)
    .map(
      ({ module: { name, shared, instance, flashBytes, flashExact }, count, ram }) =>
        `  ${name}: ${bytes(ram)} bytes of RAM (${bytes(shared.bytes)} once, ` +
        `${bytes(count)} × ${bytes(instance.bytes)}), ${flashExact ? '' : 'about '}${bytes(flashBytes)} of flash`,
    );
  return [...lines, `  engine, store, linker: ${bytes(runtime.bytes)}`].join('\n');
}

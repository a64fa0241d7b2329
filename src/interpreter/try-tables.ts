/**
 * Where exceptions are caught, so that `try_table` costs nothing until something is thrown. Behind a
 * function's code stands for each of its clauses a landing, where the function goes on: a header like
 * that before a function, and a branch or a return. Behind those is the function's table: how many
 * blocks it has, then for each, the inner ones first, where its code begins and ends and how many
 * clauses it has, with three words a clause: kind and tag, the landing, the slot of the first value.
 * At the module's end stand the functions that have a table, each with where that is, and last how
 * many they are. `ModuleTrait.Catches` says that there are any.
 */
import { Op } from '../opcodes/op.js';
import { ModuleTrait } from '../runtime/module.js';
import type { FunctionType } from '../types/function-type.js';
import type { Catch } from '../validation/function-visitor.js';
import { Instruction } from './generated/instruction.js';
import type { Label } from './label.js';
import type { TryHost, TryTables } from './try-hook.js';

interface TryTable {
  readonly label: Label;
  readonly start: number;
  readonly catches: readonly Catch[];
  readonly targets: readonly (Label | undefined)[];
}

interface ClosedTable extends TryTable {
  readonly end: number;
}

export class TryTableWriter implements TryTables {
  private readonly opened: TryTable[] = [];
  private readonly closed: ClosedTable[] = [];
  /** Where labels of the function lead that are closed, and loops. */
  private readonly ends = new Map<Label, number>();
  /** Functions with a table, each with where that begins. */
  private readonly functions: number[] = [];

  constructor(private readonly host: TryHost) {}

  open(type: FunctionType, catches: readonly Catch[]): void {
    const { host, ends } = this;
    const { code, stack, start } = host;
    host.charge(Op.br);
    const targets = catches.map(({ label }) => {
      const target = host.labelAt(label);
      if (host.isFunction(target)) return undefined;
      if (target.op === Op.loop) ends.set(target, target.start);
      return target;
    });
    host.block(Op.block, type);
    stack.traits |= ModuleTrait.Catches;
    // What stands first in a function may be replaced by a call of its compiled form, whose exceptions
    // have passed the function's own blocks already: so no block begins there.
    if (code.length <= start + 1) code.push(Instruction.br);
    this.opened.push({ label: host.labelAt(0), start: code.length, catches, targets });
  }

  close(label: Label): void {
    const { opened, ends } = this;
    const end = this.host.code.length;
    if (label.op !== Op.loop) ends.set(label, end);
    if (opened[opened.length - 1]?.label === label) this.closed.push({ ...opened.pop()!, end });
  }

  finishFunction(own: number): void {
    const { closed, functions, host } = this;
    // The function may have been translated before, in a shorter form.
    if (functions[functions.length - 2] === own) functions.length -= 2;
    if (closed.length === 0) {
      this.ends.clear();
      return;
    }
    const landings = closed.map(({ targets }) => targets.map((target) => this.landing(target)));
    const { layout, code } = host;
    for (const header of landings.flat()) {
      code.words[header] = layout.size | (layout.returnSlot << 16);
    }
    functions.push(own, code.length);
    code.push(closed.length);
    closed.forEach(({ start, end, catches, targets }, i) => {
      code.push(start);
      code.push(end);
      code.push(catches.length);
      catches.forEach(({ kind, tag }, k) => {
        code.push(kind | (tag << 2));
        code.push(landings[i]![k]!);
        code.push(layout.operand(targets[k]?.height ?? 0));
      });
    });
    closed.length = 0;
    this.ends.clear();
  }

  /** @returns where the header is */
  private landing(target: Label | undefined): number {
    const { code } = this.host;
    const header = code.length;
    code.push(0);
    if (target === undefined) {
      const { host } = this;
      host.resume(0, host.type.results);
      host.emitReturn();
    } else {
      const distance = this.ends.get(target)! - code.length - 1;
      code.push(Instruction.br | (distance << 8));
    }
    return header;
  }

  finish(): void {
    const { functions, host } = this;
    if (functions.length === 0) return;
    for (const word of functions) host.code.push(word);
    host.code.push(functions.length >> 1);
  }
}

/** Where the table of a function begins; −1 where it has none. */
export function tableOf(code: Int32Array, traits: number, own: number): number {
  if ((traits & ModuleTrait.Catches) === 0) return -1;
  const end = code.length - 1;
  let high = code[end]!;
  const start = end - 2 * high;
  let low = 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (code[start + 2 * middle]! < own) low = middle + 1;
    else high = middle;
  }
  const found = start + 2 * low;
  return found < end && code[found] === own ? code[found + 1]! : -1;
}

import type { DecodedModule } from '../binary/decoded-module.js';
import { Op } from '../opcodes/op.js';
import { OPCODES } from '../opcodes/table.js';

/** How many operands an instruction takes, and how many it leaves. */
export interface Arity {
  readonly takes: number;
  readonly gives: number;
}

/**
 * Instructions whose signature the opcode table does not tell whole. Those that branch leave the
 * operands of the label where they are.
 */
const BY_OP: ReadonlyMap<Op, Arity> = new Map(
  (
    [
      [Op.br_if, 1, 0],
      [Op.drop, 1, 0],
      [Op.select, 3, 1],
      [Op.select_t, 3, 1],
      [Op.local_get, 0, 1],
      [Op.local_set, 1, 0],
      [Op.local_tee, 1, 1],
      [Op.global_get, 0, 1],
      [Op.global_set, 1, 0],
      [Op.table_get, 1, 1],
      [Op.table_set, 2, 0],
      [Op.table_grow, 2, 1],
      [Op.table_fill, 3, 0],
      [Op.ref_null, 0, 1],
      [Op.ref_is_null, 1, 1],
    ] as const
  ).map(([op, takes, gives]) => [op, { takes, gives }]),
);

/** By opcode, for instructions with a signature. */
const BY_SIGNATURE: ReadonlyMap<Op, Arity> = new Map(
  Object.entries(OPCODES).map(([code, { signature }]) => {
    const [operands = '', results = ''] = signature.split(':');
    return [Number(code), { takes: operands.length, gives: results.length }];
  }),
);

/** @param x the instruction's first immediate, as visitors get it */
export function arityOf(op: Op, x: number, module: DecodedModule): Arity {
  switch (op) {
    case Op.call:
    case Op.return_call:
      return callArity(module, module.functions[x]!, 0);
    case Op.call_indirect:
    case Op.return_call_indirect:
      return callArity(module, x, 1);
  }
  return BY_OP.get(op) ?? BY_SIGNATURE.get(op)!;
}

/** @param more operands besides the arguments */
function callArity(module: DecodedModule, typeIndex: number, more: number): Arity {
  const { params, results } = module.types[typeIndex]!;
  return { takes: params.length + more, gives: results.length };
}

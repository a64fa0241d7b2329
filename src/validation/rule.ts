import type { Op } from '../opcodes/op.js';
import type { FunctionValidator } from './function-validator.js';

/**
 * Checks one instruction, whose opcode is read and known: reads its immediates, pops and pushes
 * types, and shows it to the visitor. `fact` is its word of the opcode table.
 */
export type Rule = (validator: FunctionValidator, op: Op, fact: number) => void;

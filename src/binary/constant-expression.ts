import { Immediate } from '../opcodes/immediate.js';
import { factOf, immediateOf } from '../opcodes/fact.js';
import { Op } from '../opcodes/op.js';
import { Prefix } from '../opcodes/prefix.js';
import type { ValueType } from '../types/value-type.js';
import type { Reader } from './reader.js';

/**
 * What to do with the constant expressions and function indices inside of globals, tables and
 * segments. Validation checks them; who reads a valid module again passes over them.
 */
export interface ConstantExpressions {
  /** Reads an expression that gives a value of the type, its `end` included. */
  expression(reader: Reader, type: ValueType): void;
  /**
   * Reads the offset of an active segment.
   * @param index of the memory or table, of which `at` tells where it stands
   */
  offset(reader: Reader, what: 'memory' | 'table', index: number, at: number): void;
  /** Reads a function index. */
  functionIndex(reader: Reader): void;
}

/** Passes over them. */
export const SKIP: ConstantExpressions = Object.freeze({
  expression: skipConstantExpression,
  offset: skipConstantExpression,
  functionIndex: (reader: Reader) => void reader.u32(),
});

/**
 * Leaves the reader behind a constant expression that is known to be valid.
 * https://webassembly.github.io/spec/core/binary/instructions.html#expressions
 */
export function skipConstantExpression(reader: Reader): void {
  for (;;) {
    const op = reader.u8();
    if (op === Op.end) return;
    if ((op as number) === Prefix.Gc) {
      // Those below 9 name a type, and 8 says how many elements the array has.
      const code = reader.u32();
      if (code < 9) skipInteger(reader);
      if (code === 8) skipInteger(reader);
    }
    const immediate = immediateOf(factOf(op));
    if (immediate === Immediate.F32) reader.skip(4);
    else if (immediate === Immediate.F64) reader.skip(8);
    else if (immediate !== Immediate.None) skipInteger(reader);
  }
}

/** Any integer or index, whatever its size. */
function skipInteger(reader: Reader): void {
  while (reader.u8() >= 0x80);
}

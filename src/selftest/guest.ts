import { type Letter, type Row, Source } from './row.js';

/** Where guests find their operands and leave their results. */
export const OPERAND_BYTES = 8;
export const RESULT_AT = 16;

/** A memory of 24 bytes; and one of 64 KiB, for engines that know no other pages. */
export const SMALL_MEMORY: readonly number[] = Object.freeze([8, 24, 0]);
export const PLAIN_MEMORY: readonly number[] = Object.freeze([0, 1]);

const LOADS = Object.freeze({ i: 0x28, l: 0x29, f: 0x2a, d: 0x2b });
const STORES = Object.freeze({ i: 0x36, l: 0x37, f: 0x38, d: 0x39 });
const CONSTANTS = Object.freeze({ i: 0x41, l: 0x42, f: 0x43, d: 0x44 });

const END = 0x0b;

/**
 * A module that exports a memory, `m`, and a function, `f`, which takes a row's operands from it,
 * eight bytes each, and puts the result behind them. Nothing but loads and stores touches the bits.
 *
 * @param constant bytes of the operand that a module has in it
 */
export function guestOf(
  { operands, code, result }: Row,
  memory: readonly number[],
  constant: readonly number[],
): Uint8Array<ArrayBuffer> {
  const body = [0, CONSTANTS.i, RESULT_AT];
  operands.forEach(({ type, source, code: own }, i) => {
    if (source === Source.Memory) body.push(CONSTANTS.i, OPERAND_BYTES * i, LOADS[type], 0, 0);
    else if (source === Source.Constants) body.push(CONSTANTS[type], ...constant);
    body.push(...own);
  });
  body.push(...code, STORES[result], 0, 0, END);
  const bytes = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  // One after the other: all of them as arguments of one call would take a board's stack.
  addSection(bytes, 1, [1, 0x60, 0, 0]);
  addSection(bytes, 3, [1, 0]);
  addSection(bytes, 5, [1, ...memory]);
  addSection(bytes, 7, [2, 1, 0x6d, 2, 0, 1, 0x66, 0, 0]);
  addSection(bytes, 10, [1, body.length, ...body]);
  return new Uint8Array(bytes);
}

/** Of fewer than 128 bytes. */
function addSection(bytes: number[], id: number, contents: readonly number[]): void {
  bytes.push(id, contents.length, ...contents);
}

/** Digits of a value in hexadecimal. */
export function digitsOf(type: Letter): number {
  return type === 'd' || type === 'l' ? 16 : 8;
}

import { Op } from '../../opcodes/op.js';
import { signed, unsigned } from '../rewrite/leb128.js';
import { UNIT_LOG2 } from './page-unit.js';

/** Bodies of the functions that modules get, in the binary format. */

const I32 = 0x7f;
const EMPTY_BLOCK = 0x40;

/** `[] -> [i32]` and so on, as they stand in a type section. */
export const GIVES_SIZE: readonly number[] = Object.freeze([0x60, 0, 1, I32]);
export const GROWS: readonly number[] = Object.freeze([0x60, 1, I32, 1, I32]);
export const TAKES_ADDRESS: readonly number[] = Object.freeze([0x60, 1, I32, 0]);

const constant = (value: number): number[] => [Op.i32_const, ...signed(BigInt(value | 0))];
const get = (local: number): number[] => [Op.local_get, local];
const returnIf = (condition: readonly number[], value: readonly number[]): number[] => [
  ...condition,
  Op.if,
  EMPTY_BLOCK,
  ...value,
  Op.return,
  Op.end,
];

/** Pages are units: more than 2^32 bytes cannot be, and the answer is the size before, or −1. */
export function growByUnits(memory: number): number[] {
  const most = 2 ** (32 - UNIT_LOG2) - 1;
  return [
    ...[1, 1, I32],
    ...returnIf([...get(0), ...constant(most), Op.i32_gt_u], constant(-1)),
    ...get(0),
    ...constant(UNIT_LOG2),
    Op.i32_shl,
    ...[Op.memory_grow, ...unsigned(memory), Op.local_tee, 1],
    ...constant(-1),
    ...[Op.i32_eq, Op.if, I32],
    ...constant(-1),
    Op.else,
    ...get(1),
    ...constant(UNIT_LOG2),
    ...[Op.i32_shr_u, Op.end, Op.end],
  ];
}

/**
 * The size in pages of 64 KiB: as many as were declared until the memory has grown, whatever it has
 * of them.
 */
export function sizeInPages(memory: number, pages: number, sizeBytes: number): number[] {
  const size = [Op.memory_size, ...unsigned(memory)];
  return [
    0,
    ...size,
    ...constant(sizeBytes),
    ...[Op.i32_le_u, Op.if, I32],
    ...constant(pages),
    Op.else,
    ...size,
    ...constant(16),
    ...[Op.i32_shr_u, Op.end, Op.end],
  ];
}

/**
 * Grows by pages of 64 KiB. Once it has grown, the memory has all bytes of its pages.
 * @param size the function that gives the size in pages
 */
export function growByPages(memory: number, size: number): number[] {
  const index = unsigned(memory);
  return [
    ...[1, 1, I32],
    ...[Op.call, ...unsigned(size), Op.local_set, 1],
    ...returnIf([...get(0), Op.i32_eqz], get(1)),
    ...returnIf([...get(0), ...constant(65535), ...get(1), Op.i32_sub, Op.i32_gt_u], constant(-1)),
    ...[...get(1), ...get(0), Op.i32_add, ...constant(16), Op.i32_shl],
    ...[Op.memory_size, ...index, Op.i32_sub, Op.memory_grow, ...index],
    ...constant(-1),
    ...[Op.i32_eq, Op.if, I32],
    ...constant(-1),
    Op.else,
    ...get(1),
    ...[Op.end, Op.end],
  ];
}

/** Sets the stack pointer, unless it is below where the stack ends. */
export function setStackPointer(global: number, lowest: number): number[] {
  return [
    0,
    ...get(0),
    ...constant(lowest),
    ...[Op.i32_lt_u, Op.if, EMPTY_BLOCK, Op.unreachable, Op.end],
    ...get(0),
    ...[Op.global_set, ...unsigned(global), Op.end],
  ];
}

/**
 * Which instruction a WebAssembly operator becomes, where one rule serves many: made from the names
 * alone, at build time. The packed words are read in `interpreter/choice.ts`.
 */
import { Op } from '../../opcodes/op.js';
import { OPCODES } from '../../opcodes/table.js';

/** No such form. */
export const NONE = 0xff;

/** Operators that change a type and no cell. */
const RETYPED = new Set([
  'i32_wrap_i64',
  'i32_reinterpret_f32',
  'i64_reinterpret_f64',
  'f32_reinterpret_i32',
  'f64_reinterpret_i64',
]);

/** Operators that do the same to the cells as an instruction of another name. */
const SAME: Readonly<Record<string, string>> = { i64_extend32_s: 'i64_extend_i32_s' };

/** a > b is b < a. */
const SWAPPED: readonly (readonly [RegExp, string])[] = [
  [/_gt(_[su])?$/, '_lt$1'],
  [/_le_([su])$/, '_ge_$1'],
  [/_ge$/, '_le'],
];

const COMMUTATIVE = /^i(32|64)_(add|mul|and|or|xor|eq|ne)$/;
const COMPARISON = /^i32_(eq|ne|[lg][te]_[su])$/;

/** The packed word of an operator; 0 where no rule applies. */
function lower(name: string, numbers: ReadonlyMap<string, number>): number {
  if (RETYPED.has(name)) return 1 << 29;
  let instruction = SAME[name] ?? name;
  let swapped = false;
  if (!numbers.has(instruction)) {
    for (const [pattern, replacement] of SWAPPED) {
      const other = name.replace(pattern, replacement);
      if (other !== name && numbers.has(other)) {
        instruction = other;
        swapped = true;
      }
    }
    if (!swapped) return 0;
  }
  const constant = numbers.get(`${instruction}_c`) ?? NONE;
  const word = numbers.get(`${instruction}_w`) ?? NONE;
  const signed = instruction === 'i32_add' || COMPARISON.test(instruction);
  return (
    numbers.get(instruction)! |
    (swapped ? 1 << 8 : 0) |
    ((constant === NONE ? 0 : signed ? 1 : 2) << 9) |
    (constant << 11) |
    (word << 19) |
    (COMMUTATIVE.test(name) ? 1 << 27 : 0) |
    (COMPARISON.test(name) ? 1 << 28 : 0) |
    (1 << 30)
  );
}

/** By opcode from `i32.eqz` on, the first that has one. */
export function lowerings(numbers: ReadonlyMap<string, number>): number[] {
  const result = new Array<number>(0x108 - Op.i32_eqz).fill(0);
  for (const [code, row] of Object.entries(OPCODES)) {
    const op = Number(code);
    const numeric = op >= Op.i32_eqz && op < 0x108 && (op < Op.ref_null || op > 0xff);
    if (numeric) result[op - Op.i32_eqz] = lower(row.mnemonic.replace('.', '_'), numbers);
  }
  return result;
}

/** Comparisons and their opposites. */
const OPPOSITES = [
  ['i32_eq', 'i32_ne'],
  ['i32_lt_s', 'i32_ge_s'],
  ['i32_lt_u', 'i32_ge_u'],
] as const;

/**
 * By comparison instruction: the branch when it holds, and, 8 bits up, when it does not; 16 bits up
 * both again for targets that are far.
 */
export function fusions(numbers: ReadonlyMap<string, number>): Map<number, number> {
  const result = new Map<number, number>();
  for (const pair of OPPOSITES) {
    for (const [name, opposite] of [pair, [pair[1], pair[0]]] as const) {
      for (const form of ['', '_c']) {
        const branch = (of: string): number => numbers.get(`br_${of}${form}`)!;
        const far = (of: string): number => numbers.get(`br_${of}${form}_far`)!;
        result.set(
          numbers.get(name + form)!,
          branch(name) | (branch(opposite) << 8) | (far(name) << 16) | (far(opposite) << 24),
        );
      }
    }
  }
  return result;
}

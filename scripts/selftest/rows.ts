/** Makes `src/selftest/generated/rows.ts`: cases, and what V8's WebAssembly makes of them. */
import {
  digitsOf,
  guestOf,
  OPERAND_BYTES,
  PLAIN_MEMORY,
  RESULT_AT,
} from '../../src/selftest/guest.js';
import {
  choices,
  type Letter,
  Outcome,
  parseRow,
  placeText,
  type Row,
  Source,
} from '../../src/selftest/row.js';

const hex = (value: number | bigint, digits: number): string =>
  BigInt.asUintN(4 * digits, BigInt(value))
    .toString(16)
    .padStart(digits, '0');

const scratch = new DataView(new ArrayBuffer(8));

function f64(value: number): string {
  scratch.setFloat64(0, value);
  return hex(scratch.getBigUint64(0), 16);
}

function f32(value: number): string {
  scratch.setFloat32(0, value);
  return hex(scratch.getUint32(0), 8);
}

const MIN_SUBNORMAL = 2 ** -1074;
const MIN_NORMAL = 2 ** -1022;
const MIN_SUBNORMAL_F32 = 2 ** -149;
const MIN_NORMAL_F32 = 2 ** -126;
const MAX_F32 = (2 - 2 ** -23) * 2 ** 127;

/** Where conversions to integers begin to fail, and halves, which are rounded to even. */
const BORDERS = [
  ...[0.5, -0.5, 1.5, 2.5, -2.5, -0.9, -1, 0.9, 4.7, -4.7],
  ...[2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 63, -(2 ** 63), 2 ** 64, 2 ** 22 + 0.5, 2 ** 24 + 2],
];

/** Operands by type; instructions with two of them are tried with the first ones only. */
const OPERANDS: Readonly<Record<Letter, readonly string[]>> = {
  d: [
    ...[0, -0, 1, -3, 0.1, Infinity, -Infinity, Number.MAX_VALUE, MIN_SUBNORMAL].map(f64),
    ...[MIN_SUBNORMAL - MIN_NORMAL, MIN_NORMAL].map(f64),
    ...['7ff8000000000000', 'fff4000000000123'],
    ...BORDERS.map(f64),
    ...[2 ** 31 - 0.5, -(2 ** 31) - 0.5, -(2 ** 31) - 1, 2 ** 32 - 0.5, 2 ** 63 - 1024].map(f64),
    ...[-(2 ** 63) - 2048, 2 ** 64 - 2048, 2 ** 52 - 0.5, 2 ** 52 + 1, -(2 ** 53)].map(f64),
    // Halfway between two f32, and beside it; above the largest, and among the subnormal ones.
    ...[1 + 2 ** -24, 1 + 2 ** -24 + 2 ** -52, 1 + 3 * 2 ** -24, MAX_F32].map(f64),
    ...[2 ** 128 - 2 ** 103, 2 ** 128 - 2 ** 103 - 2 ** 75, 2 ** -150].map(f64),
    ...[2 ** -150 * (1 + 2 ** -52), 3 * 2 ** -150, -(2 ** -151)].map(f64),
    ...[MIN_NORMAL_F32 - 2 ** -150, 2, 1 / 3].map(f64),
  ],
  f: [
    ...[0, -0, 1, -3, 0.1, Infinity, -Infinity, MAX_F32, MIN_SUBNORMAL_F32].map(f32),
    ...[MIN_SUBNORMAL_F32 - MIN_NORMAL_F32, MIN_NORMAL_F32].map(f32),
    ...['7fc00000', 'ffa00123'],
    ...BORDERS.map(f32),
    ...[2 ** 31 - 128, -(2 ** 31) - 256, 2 ** 32 - 256, 2 ** 63 - 2 ** 39].map(f32),
    ...[2 ** 64 - 2 ** 40, -(2 ** 63) - 2 ** 40, 2, 1 / 3].map(f32),
  ],
  i: [0, 1, -1, -5, 0x7fffffff, -0x80000000, 16777217, 33554435, -16777219].map((x) => hex(x, 8)),
  l: [
    ...[0n, 1n, -1n, 2n ** 31n, 2n ** 32n - 1n, -(2n ** 32n) - 1n, 2n ** 53n + 1n, 2n ** 53n + 3n],
    ...[-(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 24n + 1n, 2n ** 54n + 3n],
    ...[0x7fffff4000000001n, 0x8000004000000001n, 0x7fffffbfffffffffn, -0x7fffff4000000001n],
    ...[0x20000020000001n, 0xfffffe8000000001n, 0xfffffffffffff400n, 0x7ffffffffffffdffn],
  ].map((x) => hex(x, 16)),
};

const UNARY = ['abs', 'neg', 'ceil', 'floor', 'trunc', 'nearest', 'sqrt'];
const BINARY = ['add', 'sub', 'mul', 'div', 'min', 'max', 'copysign'];
const COMPARISONS = ['eq', 'ne', 'lt', 'gt', 'le', 'ge'];

/** A row without its results. */
function row(name: string, operands: string, code: number | string, result: Letter): string {
  return `${name}|${operands}|${typeof code === 'number' ? hex(code, 2) : code}|${result}|`;
}

interface FloatType {
  readonly type: 'f32' | 'f64';
  readonly letter: 'f' | 'd';
  /** The first opcodes of each kind, which stand in the order of the lists above. */
  readonly unary: number;
  readonly binary: number;
  readonly comparison: number;
  /** What makes one of a signed i32; and constants, 0 and −0. */
  readonly convert: string;
  readonly zero: string;
  readonly minusZero: string;
}

const FLOATS: readonly FloatType[] = [
  {
    ...{ type: 'f32', letter: 'f', unary: 0x8b, binary: 0x92, comparison: 0x5b, convert: 'b2' },
    ...{ zero: '4300000000', minusZero: '4300000080' },
  },
  {
    ...{ type: 'f64', letter: 'd', unary: 0x99, binary: 0xa0, comparison: 0x61, convert: 'b7' },
    ...{ zero: '440000000000000000', minusZero: '440000000000000080' },
  },
];

function floats(float: FloatType): string[] {
  const { type, letter, unary, binary, comparison, convert, zero, minusZero } = float;
  const one = `${letter}:`;
  const two = `${one} ${one}`;
  const mul = binary + BINARY.indexOf('mul');
  return [
    row(`${type}.load and store`, one, '', letter),
    row(`${type}.const`, `${letter}=`, '', letter),
    ...UNARY.map((name, i) => row(`${type}.${name}`, one, unary + i, letter)),
    ...BINARY.map((name, i) => row(`${type}.${name}`, two, binary + i, letter)),
    ...COMPARISONS.map((name, i) => row(`${type}.${name}`, two, comparison + i, 'i')),
    // What XS may keep as integers, whose zero has no sign.
    row(`${type}.neg of an integer`, `i:${convert}`, unary + UNARY.indexOf('neg'), letter),
    row(`${type}.mul of integers`, `i:${convert} i:${convert}`, mul, letter),
    row(`${type}.div of integers`, `i:${convert} i:${convert}`, mul + 1, letter),
    row(`${type}.mul by the constant 0`, `${one} ${letter}k${zero}`, mul, letter),
    row(`${type}.add to the constant -0`, `${one} ${letter}k${minusZero}`, binary, letter),
  ];
}

const LETTERS = { i32: 'i', i64: 'l', f32: 'f', f64: 'd' } as const;

type Conversion = readonly [
  name: string,
  from: keyof typeof LETTERS,
  code: string,
  to: keyof typeof LETTERS,
];

/** All combinations, the last list changing first, with their numbers. */
const SIGNS = ['s', 'u'] as const;
const INTEGER_TYPES = ['i32', 'i64'] as const;
const FLOAT_TYPES = ['f32', 'f64'] as const;

function truncations(): Conversion[] {
  return INTEGER_TYPES.flatMap((to, i) =>
    FLOAT_TYPES.flatMap((from, j) =>
      SIGNS.flatMap((sign, k): Conversion[] => {
        const plain = hex(0xa8 + 6 * i + 2 * j + k, 2);
        const saturating = `fc${hex(4 * i + 2 * j + k, 2)}`;
        return [
          [`${to}.trunc_${from}_${sign}`, from, plain, to],
          [`${to}.trunc_sat_${from}_${sign}`, from, saturating, to],
        ];
      }),
    ),
  );
}

function fromIntegers(): Conversion[] {
  return FLOAT_TYPES.flatMap((to, i) =>
    INTEGER_TYPES.flatMap((from, j) =>
      SIGNS.map((sign, k): Conversion => {
        const code = hex(0xb2 + 5 * i + 2 * j + k, 2);
        return [`${to}.convert_${from}_${sign}`, from, code, to];
      }),
    ),
  );
}

const CONVERSIONS: readonly Conversion[] = [
  ...truncations(),
  ...fromIntegers(),
  ['f32.demote_f64', 'f64', 'b6', 'f32'],
  ['f64.promote_f32', 'f32', 'bb', 'f64'],
  ['f64 to f32 and back', 'f64', 'b6bb', 'f64'],
  ['i32.reinterpret_f32', 'f32', 'bc', 'i32'],
  ['i64.reinterpret_f64', 'f64', 'bd', 'i64'],
  ['f32.reinterpret_i32 and add', 'i32', 'be430000803f92', 'f32'],
  ['f64.reinterpret_i64 and add', 'i64', 'bf44000000000000f03fa0', 'f64'],
];

/** Integers whose products and quotients JavaScript makes of doubles. */
const INTEGERS: readonly string[] = [
  ...['mul', 'div_s', 'div_u', 'rem_s', 'rem_u'].flatMap((name, i) => [
    row(`i32.${name}`, 'i: i:', 0x6c + i, 'i'),
    row(`i64.${name}`, 'l: l:', 0x7e + i, 'l'),
  ]),
];

const QUESTIONS: readonly string[] = [
  ...FLOATS.flatMap(floats),
  ...INTEGERS,
  ...CONVERSIONS.map(([name, from, code, to]) => row(name, `${LETTERS[from]}:`, code, LETTERS[to])),
];

const COUNTS = Object.fromEntries(
  Object.entries(OPERANDS).map(([type, list]) => [type, list.length]),
) as Record<Letter, number>;

/** What V8 makes of each case of a row: a value's digits, or an outcome. */
function answers(question: Row): string[] {
  const view = new DataView(new ArrayBuffer(RESULT_AT));
  const put = (at: number, digits: string): void => {
    if (digits.length === 8) view.setUint32(at, parseInt(digits, 16), true);
    else if (digits !== '') view.setBigUint64(at, BigInt(`0x${digits}`), true);
  };
  const given = question.operands.map(({ type, source }, k) =>
    source === Source.Fixed ? [''] : OPERANDS[type].slice(0, choices(question, k, COUNTS)),
  );
  const [first, second = ['']] = given;
  const { type, source } = question.operands[0]!;
  const isFresh = source === Source.Constants;
  const shared = isFresh ? undefined : guest(question, []);
  return first!.flatMap((a) =>
    second.map((b) => {
      put(0, a);
      put(OPERAND_BYTES, b);
      const constant = [...new Uint8Array(view.buffer, 0, digitsOf(type) / 2)];
      const digits = (shared ?? guest(question, constant))(view);
      return digits === Outcome.Trap ? digits : (nan(question, digits, [a, b]) ?? digits);
    }),
  );
}

/** What V8 makes of operands: a value's digits, or a trap. */
function guest(question: Row, constant: readonly number[]): (operands: DataView) => string {
  const module = new WebAssembly.Module(guestOf(question, PLAIN_MEMORY, constant));
  const { m, f } = new WebAssembly.Instance(module).exports as {
    m: WebAssembly.Memory;
    f: () => void;
  };
  const view = new DataView(m.buffer);
  return (operands) => {
    new Uint8Array(m.buffer).set(new Uint8Array(operands.buffer));
    try {
      f();
    } catch {
      return Outcome.Trap;
    }
    return digitsOf(question.result) === 16
      ? hex(view.getBigUint64(RESULT_AT, true), 16)
      : hex(view.getUint32(RESULT_AT, true), 8);
  };
}

/** Instructions whose NaN has all bits told by the specification. */
const EXACT = /abs|neg|copysign|load|const$|reinterpret_f/;

/**
 * Whether a result is a NaN of which the specification tells no more than that: a canonical one, of
 * either sign, where no operand is another NaN.
 * https://webassembly.github.io/spec/core/exec/numerics.html#nan-propagation
 */
function nan({ name, result }: Row, digits: string, given: readonly string[]): Outcome | undefined {
  const isFloat = result === 'f' || result === 'd';
  if (!isFloat || EXACT.test(name) || !isNaNText(digits)) return undefined;
  const isOther = (text: string): boolean => isNaNText(text) && !/^[7f]f(c|f?8)0*$/.test(text);
  return given.some(isOther) ? Outcome.ArithmeticNaN : Outcome.CanonicalNaN;
}

function isNaNText(digits: string): boolean {
  if (digits === '') return false;
  const isWide = digits.length === 16;
  const magnitude = BigInt.asUintN(isWide ? 63 : 31, BigInt(`0x${digits}`));
  return magnitude > (isWide ? 0x7ffn << 52n : 0x7f800000n);
}

/** The text of the generated file. */
export function selftestRows(): string {
  // The operands' own are the first; the others are results only.
  const values = { i: [...OPERANDS.i], l: [...OPERANDS.l], f: [...OPERANDS.f], d: [...OPERANDS.d] };
  const rows = QUESTIONS.map((text) => {
    const question = parseRow(text);
    const known = values[question.result];
    const results = answers(question).map((answer) => {
      if (answer.length === 1) return answer;
      if (!known.includes(answer)) known.push(answer);
      return placeText(known.indexOf(answer));
    });
    return text + results.join('');
  });
  const lists = Object.entries(values).map(([type, all]) => `  ${type}: '${all.join('')}',\n`);
  const counts = Object.keys(values).map((type) => `${type}: ${COUNTS[type as Letter]}`);
  return (
    '// Generated by `npm run generate` from scripts/selftest/rows.ts; do not edit.\n' +
    "import type { Letter } from '../row.js';\n\n" +
    '/** Values by type, in hexadecimal: the operands first, then others that are results. */\n' +
    `export const VALUES: Readonly<Record<Letter, string>> = Object.freeze({\n${lists.join('')}});\n\n` +
    '/** How many of them are operands. */\n' +
    `export const OPERANDS: Readonly<Record<Letter, number>> = Object.freeze({ ${counts.join(', ')} });\n\n` +
    '/** See row.ts. */\n' +
    `export const ROWS: readonly string[] = Object.freeze([\n${rows.map((one) => `  '${one}',\n`).join('')}]);\n`
  );
}

import { Op } from '../../src/opcodes/op.js';
import { ValueType } from '../../src/types/value-type.js';
import { s64, u32 } from './bytes.js';
import { StackInstructions } from './stack-instructions.js';

const { I32, I64, F32, F64 } = {
  I32: ValueType.I32,
  I64: ValueType.I64,
  F32: ValueType.F32,
  F64: ValueType.F64,
} as const;
type Type = ValueType.I32 | ValueType.I64 | ValueType.F32 | ValueType.F64;

const range = (first: Op, last: Op): Op[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

const BINARY: Readonly<Record<Type, readonly Op[]>> = {
  [I32]: range(Op.i32_add, Op.i32_rotr),
  [I64]: range(Op.i64_add, Op.i64_rotr),
  [F32]: range(Op.f32_add, Op.f32_max),
  [F64]: range(Op.f64_add, Op.f64_max),
};
const UNARY: Readonly<Record<Type, readonly Op[]>> = {
  [I32]: [...range(Op.i32_clz, Op.i32_popcnt), Op.i32_extend8_s, Op.i32_extend16_s, Op.i32_eqz],
  [I64]: [...range(Op.i64_clz, Op.i64_popcnt), ...range(Op.i64_extend8_s, Op.i64_extend32_s)],
  [F32]: range(Op.f32_abs, Op.f32_sqrt),
  [F64]: range(Op.f64_abs, Op.f64_sqrt),
};
const COMPARE: Readonly<Record<Type, readonly Op[]>> = {
  [I32]: range(Op.i32_eq, Op.i32_ge_u),
  [I64]: range(Op.i64_eq, Op.i64_ge_u),
  [F32]: range(Op.f32_eq, Op.f32_ge),
  [F64]: range(Op.f64_eq, Op.f64_ge),
};
/** Instructions with one operand of another type, and that type. */
const CONVERT: Readonly<Record<Type, readonly (readonly [Op, Type])[]>> = {
  [I32]: [
    [Op.i32_wrap_i64, I64],
    [Op.i32_wrap_i64, I64],
    [Op.i64_eqz, I64],
    [Op.i32_trunc_sat_f64_s, F64],
    [Op.i32_trunc_sat_f32_u, F32],
  ],
  [I64]: [
    [Op.i64_extend_i32_s, I32],
    [Op.i64_extend_i32_u, I32],
    [Op.i64_trunc_sat_f64_u, F64],
    [Op.i64_trunc_sat_f32_s, F32],
  ],
  [F32]: [
    [Op.f32_convert_i32_s, I32],
    [Op.f32_convert_i32_u, I32],
    [Op.f32_convert_i64_s, I64],
    [Op.f32_convert_i64_u, I64],
    [Op.f32_demote_f64, F64],
  ],
  [F64]: [
    [Op.f64_convert_i32_s, I32],
    [Op.f64_convert_i32_u, I32],
    [Op.f64_convert_i64_s, I64],
    [Op.f64_convert_i64_u, I64],
    [Op.f64_promote_f32, F32],
  ],
};

/** Constants for which compilers have rules of their own. */
const TELLING = [0, 0, 1, 1, -1, -1, 2, 3, 4, 8, 15, 16, 31, 32, 33, 48, 63, 255, 65535];

/** Expressions that are dense: few variables, few types, nothing that traps. */
export class StackTrees extends StackInstructions {
  /** Computes one or two variables anew from themselves, a few times, and looks at them. */
  protected updates(): void {
    const { random } = this;
    const types = [random.pick([I32, I64, I64, F32, F64]), random.pick([I32, I64, F32, F64])];
    const places = types.map((type) => this.localOf(type));
    for (let i = 1 + random.next(3); i >= 0; i--) {
      const at = random.next(2);
      this.beside(() => this.tree(types[at]!, 1 + random.next(3), places));
      const op = random.once(4) ? Op.local_tee : Op.local_set;
      this.apply(1, op === Op.local_tee ? [types[at]!] : [], op, ...u32(places[at]!));
      if (random.once(3)) {
        this.beside(() => this.tree(random.pick([I32, I64, F32, F64]), 2, places));
        this.observe();
      }
      if (op === Op.local_tee) this.observe();
    }
    for (const place of places) {
      this.getLocal(place);
      this.observe();
    }
  }

  /** Results at the ends of 32 bits, used at once by what would see more than those. */
  protected edges(): void {
    const { random } = this;
    const places = [this.localOf(I32), this.localOf(I32)];
    for (const place of places) {
      if (random.once(3)) continue;
      this.i32(random.pick(EDGES));
      this.apply(1, [], Op.local_set, ...u32(place));
    }
    const operand = (): void => {
      if (random.once(4)) this.i32(random.pick(EDGES));
      else this.getLocal(random.pick(places));
    };
    const compute = (): void => {
      this.getLocal(places[0]!);
      operand();
      this.apply(2, [I32], random.pick(EDGE_OPS));
      if (!random.once(4)) return;
      operand();
      this.apply(2, [I32], random.pick([Op.i32_add, Op.i32_sub, Op.i32_or, Op.i32_xor]));
    };
    compute();
    if (random.once(4)) {
      // Few bits are left, of which a compiler may know.
      this.i32(random.pick([1, 24, 31]));
      this.apply(2, [I32], random.once(2) ? Op.i32_shr_s : Op.i32_shr_u);
    }
    switch (random.next(5)) {
      case 0:
        operand();
        this.apply(2, [I32], random.pick(COMPARE[I32]));
        break;
      case 1:
        compute();
        this.apply(2, [I32], random.pick(COMPARE[I32]));
        break;
      case 2: {
        const [op, type] = random.pick(CONVERSIONS);
        this.apply(1, [type], op);
        break;
      }
      case 3:
        this.divisor(I32);
        this.apply(2, [I32], Op.i32_div_s + random.next(4));
        break;
      default:
        this.i32(1 + random.next(31));
        this.apply(2, [I32], random.pick([Op.i32_shr_s, Op.i32_shr_u, Op.i32_rotl]));
    }
    this.observe();
  }

  /** Sums of i64 whose halves change places, set to a local that they read. */
  protected halves(): void {
    const { random } = this;
    const places = [this.localOf(I64), this.localOf(I64)];
    const operand = (): void => {
      if (random.once(4)) this.telling(I64);
      else this.getLocal(random.pick(places));
      if (random.once(2)) return;
      this.apply(0, [I64], Op.i64_const, ...s64(random.pick(DISTANCES)));
      this.apply(2, [I64], random.once(2) ? Op.i64_rotl : Op.i64_shl + random.next(5));
    };
    for (let i = 1 + random.next(3); i >= 0; i--) {
      operand();
      operand();
      const op = random.once(3) ? random.pick(BINARY[I64]) : Op.i64_add + random.next(2);
      this.apply(2, [I64], isDivision(op) ? Op.i64_mul : op);
      this.apply(1, [], Op.local_set, ...u32(random.pick(places)));
    }
    for (const place of places) {
      this.getLocal(place);
      this.observe();
    }
  }

  private tree(type: Type, depth: number, places: readonly number[]): void {
    const { random } = this;
    if (depth === 0) {
      this.leaf(type, places);
      return;
    }
    const branch = (of: Type): void => this.tree(of, depth - 1, places);
    const choice = random.next(12);
    if (choice < 5) {
      const op = random.pick(BINARY[type]);
      branch(type);
      if (isDivision(op)) this.divisor(type);
      else if (type === I64 && random.once(3)) this.telling(type);
      else branch(type);
      this.apply(2, [type], op);
    } else if (choice < 7) {
      branch(type);
      this.apply(1, [type], random.pick(UNARY[type]));
    } else if (choice < 9) {
      if (type === I32) {
        const of = random.pick([I32, I32, I64, F32, F64]);
        branch(of);
        branch(of);
        this.apply(2, [I32], random.pick(COMPARE[of]));
      } else this.converted(type, branch);
    } else if (choice < 11) this.converted(type, branch);
    else {
      branch(type);
      branch(type);
      branch(I32);
      this.apply(3, [type], Op.select);
    }
  }

  private converted(type: Type, branch: (of: Type) => void): void {
    const [op, of] = this.random.pick(CONVERT[type]);
    branch(of);
    this.apply(1, [type], op);
  }

  private leaf(type: Type, places: readonly number[]): void {
    const { random } = this;
    const fitting = places.filter((place) => this.locals[place] === type);
    if (fitting.length > 0 && !random.once(4)) this.getLocal(random.pick(fitting));
    else if (random.once(2)) this.telling(type);
    else this.push(type);
  }

  private telling(type: Type): void {
    if (type === I32 || type === I64) {
      const value = s64(BigInt(this.random.pick(TELLING)));
      this.apply(0, [type], type === I32 ? Op.i32_const : Op.i64_const, ...value);
    } else this.constant(type);
  }

  /** An integer that divides everything. */
  private divisor(type: Type): void {
    const value = s64(BigInt(this.random.pick([1, 2, 3, 7, 8, 10, 100, 65536, 0x7fffffff, -3])));
    this.apply(0, [type], type === I32 ? Op.i32_const : Op.i64_const, ...value);
  }
}

/** Where 32 bits end, and where they change their sign. */
const EDGES = [0, 0, 1, -1, 2, 31, 32, 0x7fffffff, -0x80000000, 0x40000000, -0x40000000, 65536];

/** Only `shr_u` leaves the range of an int32 without a sum or product. */
const EDGE_OPS = [
  ...BINARY[I32].filter((op) => !isDivision(op)),
  ...[Op.i32_shr_u, Op.i32_shr_u, Op.i32_mul, Op.i32_add, Op.i32_sub],
];

/** Shifts across the middle of an i64. */
const DISTANCES = [1n, 16n, 31n, 32n, 32n, 32n, 33n, 48n, 63n];

const CONVERSIONS = [
  [Op.i64_extend_i32_s, I64],
  [Op.i64_extend_i32_u, I64],
  [Op.f64_convert_i32_s, F64],
  [Op.f64_convert_i32_u, F64],
  [Op.f32_convert_i32_s, F32],
] as const;

function isDivision(op: Op): boolean {
  return (op >= Op.i32_div_s && op <= Op.i32_rem_u) || (op >= Op.i64_div_s && op <= Op.i64_rem_u);
}

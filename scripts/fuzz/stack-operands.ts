import { Op } from '../../src/opcodes/op.js';
import { ValueType } from '../../src/types/value-type.js';
import { f32, f64, s32, s64, u32 } from './bytes.js';
import type { Random } from './random.js';
import type { GlobalVariable, Layout, Signature } from './stack-layout.js';

const INT32 = [
  0, 1, -1, 2, 3, 4, 7, 8, 31, 32, 33, 126, 127, 128, 129, 255, 256, 1020, 1024, 32767, 32768,
  65535, 65536, -127, -128, -129, -32768, -32769, 0x7fffffff, -0x80000000, -0x7fffffff, 0x12345678,
];
const INT64 = [
  ...INT32.map(BigInt),
  2n ** 32n,
  2n ** 32n - 1n,
  2n ** 31n,
  -(2n ** 31n),
  -(2n ** 32n),
  2n ** 53n + 1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  0x1234567890abcdefn,
  0x7ff8n << 48n,
  -1n << 48n,
];
const FLOATS = [
  ...INT32,
  -0,
  0.5,
  -0.5,
  1.5,
  2.5,
  0.1,
  NaN,
  Infinity,
  -Infinity,
  1e-45,
  5e-324,
  3.4028234663852886e38,
  2 ** 53,
  2 ** 63,
  -(2 ** 63),
  2 ** 64,
];

export type Float = ValueType.F32 | ValueType.F64;

/** Locals that random code leaves alone, by what they are for. */
export interface ReservedLocals {
  /** Floats of which no arithmetic made the bits. */
  readonly clean: Readonly<Record<Float, number>>;
  /** For values that are needed twice. */
  readonly scratch: Readonly<Record<Float | ValueType.I64, number>>;
  /** Sums up what is not used for anything else. */
  readonly sum: number;
  /** Count loops. */
  readonly counters: readonly number[];
}

/** Code of a function, and the types of the values on its stack while it is made. */
export class StackOperands {
  readonly code: number[] = [];
  readonly stack: ValueType[] = [];
  /** Types of the locals; undefined for those that random code leaves alone. */
  readonly locals: (ValueType | undefined)[] = [];
  protected reserved!: ReservedLocals;
  /** The counter of the loop that is made, if it counts. */
  protected counter: number | undefined;

  constructor(
    protected readonly random: Random,
    protected readonly layout: Layout,
    protected readonly signature: Signature,
  ) {
    this.locals.push(...signature.params);
  }

  /** Values below belong to the blocks around. */
  protected get base(): number {
    return 0;
  }

  protected emit(op: Op, ...immediates: number[]): void {
    if (op > 0xff) this.code.push(0xfc, ...u32(op & 0xff), ...immediates);
    else this.code.push(op, ...immediates);
  }

  /** Emits an instruction whose operands are on the stack. */
  protected apply(
    operands: number,
    results: readonly ValueType[],
    op: Op,
    ...rest: number[]
  ): void {
    this.stack.length -= operands;
    this.stack.push(...results);
    this.emit(op, ...rest);
  }

  /** A local of a type: one of the first or of the last, which wide frames treat differently. */
  protected localOf(type: ValueType): number {
    const found = [...this.locals.keys()].filter((i) => this.locals[i] === type);
    return this.random.once(2) ? found[found.length - 1]! : this.random.pick(found);
  }

  protected getLocal(index: number): void {
    this.apply(0, [this.locals[index]!], Op.local_get, ...u32(index));
  }

  protected constant(type: ValueType): void {
    const { random } = this;
    const special = !random.once(4);
    switch (type) {
      case ValueType.I32:
        this.i32(special ? random.pick(INT32) : random.bits());
        break;
      case ValueType.I64: {
        const value = (BigInt(random.bits()) << 32n) | BigInt(random.bits() >>> 0);
        this.apply(0, [type], Op.i64_const, ...s64(special ? random.pick(INT64) : value));
        break;
      }
      case ValueType.F32: {
        const bytes = special ? f32(random.pick(FLOATS)) : f32(random.bits() / 1024);
        this.apply(0, [type], Op.f32_const, ...bytes);
        break;
      }
      case ValueType.F64: {
        const bytes = special ? f64(random.pick(FLOATS)) : f64(random.bits() / 1024);
        this.apply(0, [type], Op.f64_const, ...bytes);
        break;
      }
      case ValueType.FuncRef:
        if (random.once(2)) this.apply(0, [type], Op.ref_null, type);
        else {
          const index = random.next(this.layout.functions.length);
          this.apply(0, [type], Op.ref_func, ...u32(index));
        }
        break;
      case ValueType.ExternRef:
        this.apply(0, [type], Op.ref_null, type);
        break;
    }
  }

  protected i32(value: number): void {
    this.apply(0, [ValueType.I32], Op.i32_const, ...s32(value));
  }

  /** Pushes something that is at hand. */
  protected push(type: ValueType): void {
    const { random, layout } = this;
    const choice = random.next(10);
    const { counter } = this;
    if (type === ValueType.I32 && counter !== undefined && random.once(3)) this.getCounter(counter);
    else if (choice < 5) this.getLocal(this.localOf(type));
    else if (choice < 8) this.constant(type);
    else this.apply(0, [type], Op.global_get, ...u32(this.globalOf(type, layout.globals)));
  }

  /** A global of a type, one of them more often than the others. */
  protected globalOf(type: ValueType, globals: readonly GlobalVariable[]): number {
    const { random } = this;
    const found = [...globals.keys()].filter(
      (i) => globals[i]!.reserved !== true && globals[i]!.type === type,
    );
    return random.once(2) ? found[found.length - 1]! : random.pick(found);
  }

  protected getCounter(local: number): void {
    this.apply(0, [ValueType.I32], Op.local_get, ...u32(local));
  }

  /** Makes the top of the stack be of these types: what lies there is taken where it fits. */
  protected want(types: readonly ValueType[]): void {
    const { stack, random } = this;
    const reach = Math.max(0, stack.length - this.base);
    let fitting = random.once(4) ? 0 : Math.min(types.length, reach);
    while (fitting > 0 && !this.endsWith(types.slice(0, fitting))) fitting--;
    for (const type of types.slice(fitting)) this.push(type);
  }

  /** Whether the block's stack ends in these types. */
  protected endsWith(types: readonly ValueType[]): boolean {
    const start = this.stack.length - types.length;
    return start >= this.base && types.every((type, i) => this.stack[start + i] === type);
  }

  /** Makes an operand while the values on the stack are hidden, so that it takes none of them. */
  protected beside(make: () => void): void {
    const values = this.stack.splice(0);
    make();
    this.stack.unshift(...values);
  }

  /** An i32 that is a condition: mostly a comparison with a constant. */
  protected condition(): void {
    const { random } = this;
    if (random.once(4)) {
      this.want([ValueType.I32]);
      return;
    }
    if (random.once(3)) {
      this.push(ValueType.I32);
      this.apply(1, [ValueType.I32], Op.i32_eqz);
      return;
    }
    if (random.once(3)) {
      this.constant(ValueType.I32);
      this.push(ValueType.I32);
    } else {
      this.want([ValueType.I32]);
      this.constant(ValueType.I32);
    }
    const compare = Op.i32_eq + random.next(10);
    this.apply(2, [ValueType.I32], compare);
    if (random.once(5)) this.apply(1, [ValueType.I32], Op.i32_eqz);
  }
}

import { Op } from '../../src/opcodes/op.js';
import { ValueType } from '../../src/types/value-type.js';
import { s64, u32 } from './bytes.js';
import type { Float } from './stack-operands.js';
import { StackTrees } from './stack-trees.js';

/** What each float type calls its instructions. */
const FLOAT_OPS = {
  [ValueType.F32]: {
    bits: ValueType.I32,
    constant: Op.f32_const,
    neg: Op.f32_neg,
    abs: Op.f32_abs,
    copysign: Op.f32_copysign,
    ofBits: Op.f32_reinterpret_i32,
    toBits: Op.i32_reinterpret_f32,
    load: Op.f32_load,
    store: Op.f32_store,
    convert: [
      Op.f32_convert_i32_s,
      Op.f32_convert_i32_u,
      Op.f32_convert_i64_s,
      Op.f32_convert_i64_u,
    ],
    unary: [Op.f32_neg, Op.f32_ceil, Op.f32_floor, Op.f32_trunc, Op.f32_nearest, Op.f32_abs],
    binary: [Op.f32_add, Op.f32_sub, Op.f32_mul, Op.f32_div, Op.f32_min, Op.f32_max],
  },
  [ValueType.F64]: {
    bits: ValueType.I64,
    constant: Op.f64_const,
    neg: Op.f64_neg,
    abs: Op.f64_abs,
    copysign: Op.f64_copysign,
    ofBits: Op.f64_reinterpret_i64,
    toBits: Op.i64_reinterpret_f64,
    load: Op.f64_load,
    store: Op.f64_store,
    convert: [
      Op.f64_convert_i32_s,
      Op.f64_convert_i32_u,
      Op.f64_convert_i64_s,
      Op.f64_convert_i64_u,
    ],
    unary: [Op.f64_neg, Op.f64_ceil, Op.f64_floor, Op.f64_trunc, Op.f64_nearest, Op.f64_abs],
    binary: [Op.f64_add, Op.f64_sub, Op.f64_mul, Op.f64_div, Op.f64_min, Op.f64_max],
  },
} as const;

/**
 * Sequences that chance alone does not make: they are what compilers look for, or what JavaScript's
 * numbers do not do by themselves.
 */
export abstract class StackPatterns extends StackTrees {
  /** Instructions of an inner block without parameters or results. */
  protected abstract inner(op: Op.block | Op.loop, depth: number, end: () => void): void;

  /** A float whose bits every engine has to keep: a NaN too, a signalling one too. */
  private clean(type: Float, depth: number): void {
    const { random, layout } = this;
    const ops = FLOAT_OPS[type];
    switch (random.next(depth > 0 ? 13 : 6)) {
      case 0:
      case 1:
        this.apply(0, [type], ops.constant, ...this.floatBytes(type));
        break;
      case 2:
        this.push(ops.bits);
        this.apply(1, [type], ops.ofBits);
        break;
      case 3: {
        if (random.once(3)) {
          this.memoryOperation(ops.load, () => {});
          break;
        }
        const place = random.next(100);
        this.i32(place);
        this.widen(0);
        this.apply(0, [type], ops.constant, ...this.floatBytes(type));
        this.apply(2, [], ops.store, 0, 0);
        this.i32(place);
        this.widen(0);
        this.apply(1, [type], ops.load, 0, 0);
        break;
      }
      case 4:
        this.apply(0, [type], Op.local_get, ...u32(this.reserved.clean[type]));
        break;
      case 5:
        this.apply(0, [type], Op.global_get, ...u32(layout.cleanGlobals[type]));
        break;
      case 6:
      case 7:
        this.clean(type, depth - 1);
        this.apply(1, [type], random.pick([ops.neg, ops.abs]));
        break;
      case 8:
        this.clean(type, depth - 1);
        this.clean(type, depth - 1);
        this.apply(2, [type], ops.copysign);
        break;
      case 9:
        this.clean(type, depth - 1);
        this.clean(type, depth - 1);
        this.beside(() => this.condition());
        this.apply(3, [type], Op.select);
        break;
      case 10:
        this.clean(type, depth - 1);
        this.apply(1, [type], Op.call, ...u32(layout.identities[type]));
        break;
      case 11:
        this.clean(type, depth - 1);
        this.apply(1, [type], Op.local_tee, ...u32(this.reserved.clean[type]));
        break;
      case 12:
        this.emit(Op.block, type);
        this.beside(() => this.clean(type, depth - 1));
        this.emit(Op.end);
        break;
    }
  }

  /** Bytes of a constant, mostly a NaN with a payload. */
  private floatBytes(type: Float): number[] {
    const { random } = this;
    const bytes = [...random.bytes(type === ValueType.F32 ? 4 : 8)];
    if (random.once(4)) return bytes;
    const top = bytes.length - 1;
    bytes[top] = random.once(2) ? 0x7f : 0xff;
    // The highest bit of the payload says whether the NaN is quiet.
    bytes[top - 1] = (type === ValueType.F32 ? 0x80 : 0xf0) | (bytes[top - 1]! & 0x4f);
    return bytes;
  }

  /** Moves such a float to where its bits are seen. */
  protected moveFloat(): void {
    const { random, layout } = this;
    const type = random.pick([ValueType.F32, ValueType.F64] as const);
    const ops = FLOAT_OPS[type];
    switch (random.next(4)) {
      case 0:
        this.memoryOperation(ops.store, () => this.beside(() => this.clean(type, 3)));
        break;
      case 1:
        this.clean(type, 3);
        this.apply(1, [ops.bits], ops.toBits);
        break;
      case 2:
        this.clean(type, 3);
        this.apply(1, [], Op.local_set, ...u32(this.reserved.clean[type]));
        break;
      case 3:
        this.clean(type, 3);
        this.apply(1, [], Op.global_set, ...u32(layout.cleanGlobals[type]));
        break;
    }
  }

  /** Arithmetic on small integral floats, whose zeros have signs. */
  protected smallFloats(): void {
    const { random } = this;
    const type = random.pick([ValueType.F32, ValueType.F64] as const);
    const { convert, unary, binary } = FLOAT_OPS[type];
    const small = (): void => {
      if (random.once(3)) {
        this.push(type);
        return;
      }
      const op = random.pick(convert);
      const wide = op === convert[2] || op === convert[3];
      const value = random.next(5) - 2;
      this.apply(
        0,
        [wide ? ValueType.I64 : ValueType.I32],
        wide ? Op.i64_const : Op.i32_const,
        ...s64(BigInt(value)),
      );
      this.apply(1, [type], op);
    };
    small();
    for (let i = random.next(4); i >= 0; i--) {
      if (random.once(3)) this.apply(1, [type], random.pick(unary));
      else {
        small();
        this.apply(2, [type], random.pick(binary));
      }
    }
  }

  /** Several accesses relative to one local, with and without something between that changes it. */
  protected accesses(): void {
    const { random, layout } = this;
    const memory = random.next(layout.memories.length);
    const { bytes } = layout.memories[memory]!;
    const base = this.localOf(ValueType.I32);
    if (!random.once(4)) {
      this.i32(random.once(5) ? bytes - random.next(20) : random.next(bytes >> 1));
      this.apply(1, [], Op.local_set, ...u32(base));
    }
    for (let i = 1 + random.next(4); i >= 0; i--) {
      const op = Op.i32_load + random.next(Op.i64_store32 - Op.i32_load + 1);
      this.getLocal(base);
      this.accessAt(op, memory, random.pick([0, 0, 1, 2, 4, 7, 8, 12, 16, 100]));
      const top = this.stack[this.stack.length - 1];
      if (op < Op.i32_store && top !== undefined && random.once(2)) {
        this.apply(1, [], Op.local_set, ...u32(this.localOf(top)));
      }
      if (random.once(8)) this.memory();
      if (random.once(8)) {
        this.getLocal(base);
        this.i32(random.next(9) - 4);
        this.apply(2, [ValueType.I32], Op.i32_add);
        this.apply(1, [], Op.local_set, ...u32(base));
      }
    }
  }

  /** Whether a loop around counts with a local. */
  protected abstract isBusy(counter: number): boolean;

  /** A loop that counts, up or down, to a constant or to zero. */
  protected countedLoop(depth: number): void {
    const { random } = this;
    const outer = this.counter;
    const counters = this.reserved.counters.filter((local) => !this.isBusy(local));
    const counter =
      counters.length === 0 || random.once(6) ? this.localOf(ValueType.I32) : random.pick(counters);
    const index = u32(counter);
    const step = random.pick([1, 1, -1, -1, 2, 3, -4, 8, 0x40000000, -0x80000000]);
    const end = random.pick([0, 0, 0, 1, 5, 100, -3, 0x7fffffff, -0x80000000, 65536]);
    const rounds = 1 + random.next(9);
    this.i32((end - Math.imul(step, rounds)) | 0);
    this.apply(1, [], Op.local_set, ...index);
    this.counter = counter;
    this.inner(Op.loop, depth, () => {
      this.useCounter(counter);
      this.getCounter(counter);
      this.i32(random.once(12) ? step + 1 : step);
      this.apply(2, [ValueType.I32], Op.i32_add);
      this.apply(1, [ValueType.I32], Op.local_tee, ...index);
      if (end !== 0 || random.once(4)) {
        this.i32(end);
        this.apply(2, [ValueType.I32], Op.i32_ne);
      }
      this.apply(1, [], Op.br_if, 0);
    });
    this.counter = outer;
    if (random.once(2)) this.useCounter(counter);
  }

  /** Computes with a number of which a compiler may know between which others it lies. */
  private useCounter(local: number): void {
    const { random } = this;
    for (let i = random.next(3); i >= 0; i--) {
      this.getCounter(local);
      if (random.once(4)) this.getCounter(local);
      else this.constant(ValueType.I32);
      const op = random.once(2)
        ? Op.i32_eq + random.next(10)
        : random.pick([Op.i32_add, Op.i32_sub, Op.i32_mul, Op.i32_and, Op.i32_or, Op.i32_xor]);
      this.apply(2, [ValueType.I32], op);
      if (random.once(3)) {
        this.i32(random.next(34));
        const shift = random.pick([Op.i32_shl, Op.i32_shr_s, Op.i32_shr_u, Op.i32_rotl]);
        this.apply(2, [ValueType.I32], shift);
      }
      if (random.once(4)) this.apply(1, [ValueType.I32], Op.i32_eqz);
      if (random.once(3)) this.apply(1, [ValueType.I64], Op.i64_extend_i32_u);
      this.observe();
    }
  }

  /**
   * Values that wait on the stack while what they were read from changes: a compiler that evaluates
   * them later must notice.
   */
  protected interleave(): void {
    const { random } = this;
    const before = this.stack.length;
    for (let i = random.next(3); i >= 0; i--) {
      this.beside(() => this.read());
      if (random.once(3)) this.combine();
    }
    for (let i = random.next(2); i >= 0; i--) this.beside(() => this.change());
    while (this.stack.length > before) this.observe();
  }

  /** One thing is read, a few times and with something added; it changes before that is used. */
  protected stale(): void {
    const { random, layout } = this;
    const type = random.pick([ValueType.I32, ValueType.I32, ValueType.I64, ValueType.F64]);
    const globals = [...layout.globals.keys()].filter((i) => {
      const global = layout.globals[i]!;
      return global.type === type && global.mutable && global.reserved !== true;
    });
    const before = this.stack.length;
    let read: () => void;
    let change: () => void;
    if (globals.length > 0 && random.once(2)) {
      const global = u32(random.pick(globals));
      read = () => this.apply(0, [type], Op.global_get, ...global);
      change = () => {
        this.constant(type);
        this.apply(1, [], Op.global_set, ...global);
      };
    } else if (random.once(3)) {
      const local = this.localOf(type);
      read = () => this.getLocal(local);
      change = () => {
        this.constant(type);
        this.apply(1, [], Op.local_set, ...u32(local));
      };
    } else {
      const place = random.next(100);
      const load = Op.i32_load + random.next(Op.i64_load32_u - Op.i32_load + 1);
      read = () => {
        this.i32(place);
        this.accessAt(load, 0, 0);
      };
      change = () => {
        this.i32(place + random.next(3));
        this.accessAt(Op.i32_store + random.next(Op.i64_store32 - Op.i32_store + 1), 0, 0);
      };
    }
    for (let i = random.next(2); i >= 0; i--) {
      this.beside(read);
      if (random.once(3)) this.combine();
    }
    this.beside(change);
    if (random.once(3)) this.beside(read);
    while (this.stack.length > before) this.observe();
  }

  /** Pushes something that may be another thing later, or trap. */
  private read(): void {
    const { random, layout } = this;
    const type = random.pick([ValueType.I32, ValueType.I32, ValueType.I64, ValueType.F64]);
    switch (random.next(8)) {
      case 0:
        this.getLocal(this.localOf(type));
        break;
      case 1:
        this.apply(0, [type], Op.global_get, ...u32(this.globalOf(type, layout.globals)));
        break;
      case 2:
      case 3:
        this.accessWord(Op.i32_load + random.next(Op.i64_load32_u - Op.i32_load + 1));
        break;
      case 4:
        this.memorySize(random.next(layout.memories.length));
        break;
      case 5: {
        const table = random.next(layout.tables.length);
        if (random.once(2)) this.apply(0, [ValueType.I32], Op.table_size, table);
        else {
          this.i32(random.next(4));
          this.apply(1, [layout.tables[table]!], Op.table_get, table);
        }
        break;
      }
      case 6:
        this.push(ValueType.I32);
        this.push(ValueType.I32);
        this.apply(2, [ValueType.I32], random.pick([Op.i32_div_s, Op.i32_rem_u, Op.i32_sub]));
        break;
      default:
        this.call();
    }
  }

  /** A load or store at one of few places, so that they meet. */
  private accessWord(op: Op): void {
    const { random } = this;
    if (random.once(2)) this.i32(random.pick([0, 2, 4, 8]));
    else this.getLocal(this.localOf(ValueType.I32));
    this.accessAt(op, 0, random.pick([0, 0, 4]));
  }

  /** One more operation on the value on top, if it is a number. */
  private combine(): void {
    const { random } = this;
    const type = this.stack[this.stack.length - 1];
    if (this.stack.length <= this.base || type === undefined) return;
    if (type === ValueType.I32) {
      this.push(type);
      this.apply(2, [type], random.pick([Op.i32_add, Op.i32_mul, Op.i32_lt_u, Op.i32_rem_s]));
    } else if (type === ValueType.I64) {
      this.push(type);
      this.apply(2, [type], random.pick([Op.i64_add, Op.i64_sub, Op.i64_or]));
    } else if (type === ValueType.F64) {
      this.push(type);
      this.apply(2, [type], random.pick([Op.f64_sub, Op.f64_min]));
    }
  }

  /** A statement that changes something, or may trap. */
  private change(): void {
    const { random, layout } = this;
    switch (random.next(7)) {
      case 0:
        this.setLocal();
        break;
      case 1:
        this.setGlobal();
        break;
      case 2:
        this.accessWord(Op.i32_store + random.next(Op.i64_store32 - Op.i32_store + 1));
        break;
      case 3: {
        const table = random.next(layout.tables.length);
        this.i32(random.next(4));
        this.push(layout.tables[table]!);
        this.apply(2, [], Op.table_set, table);
        break;
      }
      case 4:
        this.memory();
        break;
      case 5:
        this.table();
        break;
      default:
        this.call();
    }
    this.dropAbove(0);
  }

  private dropAbove(height: number): void {
    while (this.stack.length > height) this.observe();
  }

  protected abstract call(): void;
}

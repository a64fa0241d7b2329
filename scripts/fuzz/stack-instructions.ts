import { ExtensionOp } from '../../src/opcodes/extension-op.js';
import { Op } from '../../src/opcodes/op.js';
import { OPCODES, type OpcodeRow } from '../../src/opcodes/table.js';
import { isReference, ValueType } from '../../src/types/value-type.js';
import { s32, u32 } from './bytes.js';
import { NUMBERS, someType } from './stack-layout.js';
import { StackObservation } from './stack-observation.js';

const LETTERS: Readonly<Record<string, ValueType>> = {
  i: ValueType.I32,
  l: ValueType.I64,
  f: ValueType.F32,
  d: ValueType.F64,
};
const typesOf = (letters: string): ValueType[] => [...letters].map((letter) => LETTERS[letter]!);
const rowOf = (op: Op): OpcodeRow => (OPCODES as Readonly<Record<number, OpcodeRow>>)[op]!;

const range = (first: Op, last: Op): Op[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);
const NUMERIC = [
  ...range(Op.i32_eqz, Op.i64_extend32_s),
  ...range(Op.i32_trunc_sat_f32_s, Op.i64_trunc_sat_f64_u),
  // Integers are more frequent in programs, and have more forms.
  ...range(Op.i32_eqz, Op.i64_ge_u),
  ...range(Op.i32_add, Op.i64_rotr),
  ...range(Op.i32_add, Op.i32_rotr),
];

/** Offsets near the end of a page, and of what 31, 32 and 53 bits reach. */
const FAR = [65528, 65535, 65536, 0x7fffffff, 0xffffffff];
const FARTHER = [2 ** 32, 2 ** 32 + 8, 2 ** 53 - 1];

const WIDE = [
  ExtensionOp.i64_add128,
  ExtensionOp.i64_sub128,
  ExtensionOp.i64_mul_wide_s,
  ExtensionOp.i64_mul_wide_u,
] as const;
const PAIR = [ValueType.I64, ValueType.I64] as const;

/** Instructions that are no control. */
export class StackInstructions extends StackObservation {
  protected numeric(): void {
    const { random, layout } = this;
    if (layout.newer && random.once(12)) {
      this.wide();
      return;
    }
    let op = random.pick(NUMERIC);
    const { mnemonic, signature } = rowOf(op);
    if (/trunc_f/.test(mnemonic) && !random.once(4)) op = Op.i32_trunc_sat_f32_s;
    const [operands, results] = (op === Op.i32_trunc_sat_f32_s ? 'f:i' : signature)
      .split(':')
      .map(typesOf) as [ValueType[], ValueType[]];
    this.operands(operands, /shl|shr|rot/.test(mnemonic));
    if (/(div|rem)_/.test(mnemonic) && !random.once(10)) {
      // Mostly no division by zero.
      const wide = operands[0] === ValueType.I64;
      this.apply(0, [operands[0]!], wide ? Op.i64_const : Op.i32_const, 3);
      this.apply(2, [operands[0]!], wide ? Op.i64_or : Op.i32_or);
    }
    if (/reinterpret_f|copysign/.test(mnemonic)) this.denan();
    this.apply(operands.length, results, op);
  }

  /** A sum or a product of 128 bits. */
  private wide(): void {
    const op = this.random.pick(WIDE);
    const isProduct = op === ExtensionOp.i64_mul_wide_s || op === ExtensionOp.i64_mul_wide_u;
    const operands = [...PAIR, ...(isProduct ? [] : PAIR)];
    this.want(operands);
    this.apply(operands.length, PAIR, op as number as Op);
  }

  /** Compilers have rules for constants on the right. */
  private operands(types: readonly ValueType[], isShift: boolean): void {
    const { random } = this;
    const [type, last] = types;
    if (last === undefined || (type !== ValueType.I32 && type !== ValueType.I64)) this.want(types);
    else if (isShift && random.once(2)) {
      this.want([type]);
      const op = type === ValueType.I32 ? Op.i32_const : Op.i64_const;
      this.apply(0, [type], op, ...s32(random.next(70) - 3));
    } else if (random.once(3)) {
      this.want([type]);
      this.constant(type);
    } else this.want(types);
  }

  protected getValue(): void {
    this.push(someType(this.random));
  }

  protected setLocal(): void {
    const { random } = this;
    const top = this.stack[this.stack.length - 1];
    const type = top !== undefined && this.stack.length > this.base ? top : someType(random);
    this.want([type]);
    const local = u32(this.localOf(type));
    if (random.once(2)) this.apply(1, [], Op.local_set, ...local);
    else this.apply(1, [type], Op.local_tee, ...local);
  }

  protected setGlobal(): void {
    const { random, layout } = this;
    const mutable = layout.globals.filter((global) => global.mutable && global.reserved !== true);
    if (mutable.length === 0) return;
    const top = this.stack[this.stack.length - 1];
    const types = mutable.map(({ type }) => type);
    const fits = top !== undefined && this.stack.length > this.base && types.includes(top);
    const type = fits ? top : random.pick(types);
    const index = this.globalOf(type, layout.globals);
    if (!layout.globals[index]!.mutable) return;
    this.want([type]);
    this.apply(1, [], Op.global_set, ...u32(index));
  }

  protected drop(): void {
    if (this.stack.length > this.base) this.observe();
  }

  protected select(): void {
    const { random } = this;
    const type = someType(random);
    this.want([type, type]);
    this.beside(() => this.condition());
    if (isReference(type) || random.once(5)) this.apply(3, [type], Op.select_t, 1, type);
    else this.apply(3, [type], Op.select);
  }

  /** An address on the stack, mostly within the memory. */
  private address(memory: number): void {
    this.narrowAddress(memory);
    this.widen(memory);
  }

  /** Makes the i32 on top an address of the memory: an i64, if its addresses are. */
  protected widen(memory: number): void {
    const { random, layout } = this;
    if (!layout.memories[memory]!.is64) return;
    const extend = random.once(20) ? Op.i64_extend_i32_s : Op.i64_extend_i32_u;
    this.apply(1, [ValueType.I64], extend);
    if (!random.once(15)) return;
    // Beyond what memories have, though the low half may lie in them.
    this.push(ValueType.I64);
    this.apply(0, [ValueType.I64], Op.i64_const, ...s32(32));
    this.apply(2, [ValueType.I64], Op.i64_shl);
    this.apply(2, [ValueType.I64], Op.i64_or);
  }

  private narrowAddress(memory: number): void {
    const { random, layout } = this;
    const { bytes } = layout.memories[memory]!;
    if (random.once(3)) this.i32(random.once(20) ? random.bits() : random.next(bytes));
    else {
      this.want([ValueType.I32]);
      if (random.once(20)) return;
      this.i32(random.pick([0x3f, 0xff, 0x3fff].filter((mask) => mask < bytes)));
      this.apply(2, [ValueType.I32], Op.i32_and);
    }
  }

  private memarg(op: Op, memory: number): number[] {
    const { random, layout } = this;
    const { alignLog2 } = rowOf(op);
    const { bytes, is64 } = layout.memories[memory]!;
    let offset = random.pick([0, 0, 1, 4, 8, 16, 255, 256, 1020, 2040, 2041, 4096, 40000]);
    if (offset >= bytes && !random.once(8)) offset = random.next(8);
    const far = random.once(40)
      ? random.pick([...FAR, bytes - 8, bytes - 1, bytes, ...(is64 ? FARTHER : [])])
      : offset;
    const align = random.next(alignLog2 + 1);
    return memory === 0 ? [align, ...u32(far)] : [align | 0x40, memory, ...u32(far)];
  }

  protected access(): void {
    const { random } = this;
    const op = Op.i32_load + random.next(Op.i64_store32 - Op.i32_load + 1);
    this.memoryOperation(op, (type) => {
      this.push(type);
      this.denan();
    });
  }

  /** A load, or a store of what is pushed. */
  protected memoryOperation(op: Op, value: (type: ValueType) => void): void {
    const [operands, results] = rowOf(op).signature.split(':').map(typesOf) as [
      ValueType[],
      ValueType[],
    ];
    const memory = this.random.next(this.layout.memories.length);
    this.address(memory);
    if (operands.length === 2) value(operands[1]!);
    this.apply(operands.length, results, op, ...this.memarg(op, memory));
  }

  /** A load, or a store of something, of which the address is on the stack as an i32. */
  protected accessAt(op: Op, memory: number, offset: number): void {
    const [operands, results] = rowOf(op).signature.split(':').map(typesOf) as [
      ValueType[],
      ValueType[],
    ];
    this.widen(memory);
    if (operands.length === 2) {
      this.push(operands[1]!);
      this.denan();
    }
    const place = memory === 0 ? [0] : [0x40, memory];
    this.apply(operands.length, results, op, ...place, ...u32(offset));
  }

  protected memory(): void {
    const { random, layout } = this;
    const x = random.next(layout.memories.length);
    const y = random.next(layout.memories.length);
    const count = (memory = x): void => {
      this.i32(random.once(30) ? random.bits() : random.next(60));
      this.widen(memory);
    };
    switch (random.next(6)) {
      case 0:
        this.memorySize(x);
        break;
      case 1:
        if (random.once(4)) this.i32(random.bits());
        else this.i32(random.next(layout.memories[x]!.bytePages ? 700 : 2));
        this.widen(x);
        this.apply(1, [this.addressType(x)], Op.memory_grow, x);
        break;
      case 2:
        this.address(x);
        this.push(ValueType.I32);
        count();
        this.apply(3, [], Op.memory_fill, x);
        break;
      case 3:
        this.address(x);
        this.beside(() => this.address(y));
        // The count is an i64 if both addresses are.
        count(layout.memories[x]!.is64 ? y : x);
        this.apply(3, [], Op.memory_copy, x, y);
        break;
      case 4:
        this.address(x);
        this.i32(random.next(4));
        this.i32(random.next(6));
        this.apply(3, [], Op.memory_init, random.next(layout.dataSegments), x);
        break;
      case 5:
        if (random.once(3)) this.emit(Op.data_drop, random.next(layout.dataSegments));
        break;
    }
  }

  protected memorySize(memory: number): void {
    this.apply(0, [this.addressType(memory)], Op.memory_size, memory);
  }

  private addressType(memory: number): ValueType {
    return this.layout.memories[memory]!.is64 ? ValueType.I64 : ValueType.I32;
  }

  private element(): void {
    const { random } = this;
    if (random.once(3)) this.want([ValueType.I32]);
    else this.i32(random.once(20) ? 100 : random.next(10));
    if (random.once(2)) return;
    this.i32(7);
    this.apply(2, [ValueType.I32], Op.i32_and);
  }

  protected table(): void {
    const { random, layout } = this;
    const x = random.next(layout.tables.length);
    const type = layout.tables[x]!;
    switch (random.next(9)) {
      case 0:
        this.element();
        this.apply(1, [type], Op.table_get, x);
        break;
      case 1:
        this.element();
        this.push(type);
        this.apply(2, [], Op.table_set, x);
        break;
      case 2:
        this.apply(0, [ValueType.I32], Op.table_size, x);
        break;
      case 3:
        this.push(type);
        this.i32(random.once(4) ? random.bits() : random.next(3));
        this.apply(2, [ValueType.I32], Op.table_grow, x);
        break;
      case 4:
        this.element();
        this.push(type);
        this.i32(random.next(4));
        this.apply(3, [], Op.table_fill, x);
        break;
      case 5: {
        const y = random.pick([...layout.tables.keys()].filter((i) => layout.tables[i] === type));
        this.element();
        this.beside(() => this.element());
        this.i32(random.next(4));
        this.apply(3, [], Op.table_copy, x, y);
        break;
      }
      case 6:
        this.element();
        this.i32(random.next(2));
        this.i32(random.next(3));
        // Segments hold functions; the third table does not.
        this.apply(3, [], Op.table_init, random.next(layout.elementSegments), random.next(2));
        break;
      case 7:
        if (random.once(3)) this.emit(Op.elem_drop, random.next(layout.elementSegments));
        break;
      case 8:
        this.want([random.once(2) ? ValueType.FuncRef : ValueType.ExternRef]);
        this.apply(1, [ValueType.I32], Op.ref_is_null);
        break;
    }
  }

  /** Several values at once, so that frames grow beyond what an instruction's fields reach. */
  protected pile(): void {
    const { random } = this;
    for (let i = random.next(12); i >= 0; i--) this.push(random.pick(NUMBERS));
  }
}

/** Compiles loads and stores. */
import { factOf, resultOf } from '../opcodes/fact.js';
import { Op } from '../opcodes/op.js';
import { ValueType } from '../types/value-type.js';
import {
  at,
  binary,
  call,
  combine,
  Effect,
  type Expression,
  integer,
  Known,
  leaf,
  Precedence,
  ZERO,
} from './expression.js';
import { effectsOf } from './operands.js';
import type { Definition, Pair } from './pair.js';
import { int32, numeric } from './rules/i32.js';
import { extended } from './rules/i64.js';
import { accessorOf } from './rules/memory.js';
import { Variables } from './variables.js';

/** The variable that holds the DataView of the first memory. */
export const MEMORY = 'M';

/** How far below zero an address may be without being brought back to 32 bits: 2^31 + 2^30. */
const LEAST_OFFSET = 0xc0000000;

export class Accesses extends Variables {
  protected pushResult(result: Pair | Definition, effects: number): void {
    if (typeof result === 'function') return this.pushDefinition(ValueType.I64, result, effects);
    return this.pushPair(result);
  }

  /** `FunctionVisitor.narrow`: what is pushed has no effects of its own, and so may wait as any operand. */
  protected narrowAddress(depth: number): void {
    const height = this.stack.length - 1 - depth;
    const { low, high } = this.stack[height]!;
    const literal = high!.literal;
    this.replace(height, {
      type: ValueType.I32,
      low: literal === 0 ? low : literal === undefined ? chosen(high!, low) : integer(-1),
      high: undefined,
    });
  }

  /** The DataView of a memory. */
  private view(memory: number): string {
    if (memory !== 0) return `this.memoryAt(${memory}).view`;
    this.usesMemory = true;
    return MEMORY;
  }

  /** The bytes that a memory always has. */
  private leastBytes(memory: number): number {
    const { minimum, pageSize } = this.module.memories[memory]!;
    return minimum * pageSize;
  }

  /** The bytes that a memory can come to have. */
  private mostBytes(memory: number): number {
    const { maximum, pageSize } = this.module.memories[memory]!;
    return Math.min((maximum ?? Infinity) * pageSize, this.linkage.largestMemory);
  }

  /** Whether addresses of the memory above 2^30 may be in bounds. */
  private mayBeLarge(memory: number): boolean {
    return this.mostBytes(memory) > 2 ** 30;
  }

  /**
   * The effective address of an access. Without an offset a negative one is out of bounds as it is;
   * with one it must not be brought back into bounds, and is made unsigned.
   */
  private address(x: Expression, offset: number, memory: number, isUnsigned = false): Expression {
    if (x.literal !== undefined) return addressLiteral((x.literal >>> 0) + offset);
    const isLarge = isUnsigned || this.mayBeLarge(memory);
    const n = numeric(x);
    // Brought back to 32 bits, such sums beyond an int32 would be out of bounds too.
    if (offset === 0 && !isLarge && n.least >= -LEAST_OFFSET && n.most < 2 ** 32) return n;
    const base = int32(x);
    if (offset === 0 && (base.least >= 0 || !isLarge)) return base;
    const start = base.least >= 0 ? base : binary('>>>', Precedence.Shift, base, ZERO);
    return offset === 0
      ? start
      : binary('+', Precedence.Additive, start, addressLiteral(offset), { least: 0 });
  }

  /** What is known of a local after an access at its value plus an offset: it was in bounds. */
  private learn(x: Expression, offset: number, bytes: number, memory: number): void {
    if (x.sum?.offset !== 0 || this.mayBeLarge(memory)) return;
    const most = this.mostBytes(memory) - offset - bytes;
    if (most >= 0) this.facts.learn(x.sum.base, { least: 0, most });
  }

  /** The effects of an access: in the bytes that a memory always has it cannot trap. */
  private accessEffects(
    effects: number,
    address: Expression,
    bytes: number,
    memory: number,
  ): number {
    const isSafe =
      address.literal !== undefined && address.literal + bytes <= this.leastBytes(memory);
    return isSafe ? effects : effects | Effect.OutOfBounds;
  }

  protected load(op: Op, offset: number, memory: number): void {
    const type = resultOf(factOf(op)) as ValueType;
    const { name, bytes, range, littleEndian, extension } = accessorOf(op);
    const top = this.stack.length - 1;
    // Addresses that are named twice.
    const isRepeated = op === Op.f32_load && this.stack[top]!.low.effects !== 0;
    if (op === Op.i64_load || isRepeated) this.simplify(top);
    const { low: base } = this.pop();
    const address = this.address(base, offset, memory);
    const view = this.view(memory);
    const effects = this.accessEffects(Effect.ReadsMemory, address, bytes, memory);
    const read = (place: Expression): Expression =>
      call(`${view}.${name}`, littleEndian ? [place, leaf('true')] : [place], {
        effects,
        ...range,
      });
    const value = read(address);
    if (op === Op.i64_load) this.push(type, value, read(plus4(address)));
    else if (op === Op.f32_load) this.push(type, this.loadedF32(value, address, view));
    else if (extension === undefined) this.push(type, value);
    else if (extension === 'zero') this.push(type, value, ZERO);
    else this.pushResult(extended(value), effects);
    this.learn(base, offset, bytes, memory);
  }

  /** An f32 read as one, and how to read it with the bits of a signalling NaN. */
  private loadedF32(value: Expression, address: Expression, view: string): Expression {
    const { effects } = value;
    const slow = call(this.linkage.helper('loadF32'), [leaf(view), address]);
    const exact = combine(`(k=${value.text})===k?k:${slow.text}`, Precedence.Conditional, [
      { ...value, reads: [...value.reads, 'k'] },
      slow,
    ]);
    const bits = call(`${view}.getInt32`, [address, leaf('true')], { effects });
    return { ...value, exact, bits };
  }

  /** The statement that stores an f32 that may be a signalling NaN. */
  private storeF32(address: Expression, value: Expression, view: string): string {
    const fast = call(`${view}.setFloat32`, [address, value, leaf('true')]);
    const slow = call(this.linkage.helper('storeF32'), [leaf(view), address, value]);
    return `if(${value.text}===${value.text})${this.note(fast)};else ${this.note(slow)};`;
  }

  protected storeMemory(op: Op, offset: number, memory: number): void {
    const top = this.stack.length - 1;
    const value = this.stack[top]!;
    // All bits zero: the same in one access.
    const isZero = op === Op.i64_store && value.low.literal === 0 && value.high!.literal === 0;
    const isPair = op === Op.i64_store && !isZero;
    const { name, bytes, littleEndian } = accessorOf(isZero ? Op.f64_store : op);
    if (isPair) {
      // The high half first: where it fits, the low half does, so that nothing is written in part.
      this.simplify(top - 1);
      if (effectsOf(this.stack[top]!) !== 0) this.settle(top);
    }
    const { low: stored } = value;
    const isMoved = op === Op.f32_store && stored.bits !== undefined;
    const isChecked = op === Op.f32_store && !isMoved && (stored.known & Known.Quiet) === 0;
    if (isChecked) {
      this.simplify(top - 1);
      this.simplify(top);
    }
    const { type, low, high } = this.pop();
    const { low: base } = this.pop();
    // Four bytes after a negative address could be in bounds.
    const address = this.address(base, offset, memory, isPair);
    const own = low.effects | (high?.effects ?? 0) | base.effects;
    this.before(own | this.accessEffects(Effect.WritesMemory, address, bytes, memory));
    const view = this.view(memory);
    if (isChecked) {
      this.write(this.storeF32(address, low, view));
      this.learn(base, offset, bytes, memory);
      return;
    }
    if (isMoved) {
      const move = call(`${view}.setInt32`, [address, low.bits!, leaf('true')]);
      this.write(`${this.note(move)};`);
      this.learn(base, offset, bytes, memory);
      return;
    }
    const number = type === ValueType.F32 || type === ValueType.F64 ? low : numeric(low);
    const set = (place: Expression, stored: Expression): string => {
      const operands = littleEndian ? [place, stored, leaf('true')] : [place, stored];
      return `${this.note(call(`${view}.${name}`, operands))};`;
    };
    const text = isPair ? set(plus4(address), high!) + set(address, low) : set(address, number);
    this.write(this.absorb([text])[0]!);
    this.learn(base, offset, bytes, memory);
  }
}

/** `high?-1:low` */
function chosen(high: Expression, low: Expression): Expression {
  const text = `${at(high, Precedence.Conditional + 1)}?-1:${at(low, Precedence.Conditional)}`;
  return combine(text, Precedence.Conditional, [high, low]);
}

/** A literal of an unsigned number of up to 33 bits. */
function addressLiteral(value: number): Expression {
  return integer(value);
}

function plus4(address: Expression): Expression {
  if (address.literal !== undefined) return addressLiteral(address.literal + 4);
  const sum = /^(.*)\+(\d+)$/.exec(address.text);
  return sum !== null
    ? { ...address, text: `${sum[1]}+${Number(sum[2]) + 4}` }
    : binary('+', Precedence.Additive, address, integer(4));
}

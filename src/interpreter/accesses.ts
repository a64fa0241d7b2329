import { hooks } from '../hooks.js';
import { factOf, resultOf } from '../opcodes/fact.js';
import { Op } from '../opcodes/op.js';
import { ModuleTrait } from '../runtime/module.js';
import { ValueType } from '../types/value-type.js';
import { accessOf, Addressing, extensionOf, nearOffset } from './access.js';
import { Instruction } from './generated/instruction.js';
import { Place } from './operand-stack.js';
import { Variables } from './variables.js';

/** Translates what reads and writes memories, and what works on ranges of memories and tables. */
export class Accesses extends Variables {
  protected load(op: Op, offset: number, memory: number): void {
    const { stack, code } = this;
    const height = stack.height - 1;
    const type = resultOf(factOf(op)) as ValueType;
    const absolute = this.constantAddress(height, offset);
    const address = absolute < 0 ? this.operand(height) : 0;
    const near = nearOffset(op, offset);
    this.useMemory(memory);
    if (absolute >= 0) {
      this.makeFrom16(accessOf(op, Addressing.Absolute), height, type, absolute);
    } else if (near >= 0) {
      this.make(accessOf(op, Addressing.Near), height, type, address, near);
    } else {
      this.makeWith(accessOf(op, Addressing.Far), height, type, address, offset | 0);
    }
    const extension = extensionOf(op);
    if (extension !== 0) {
      const slot = this.layout.operand(height);
      const field = this.source(slot, type, 0);
      code.abc(extension, this.target(slot), field);
      this.written(slot, type, -1);
    }
    if (memory !== 0) code.push(Instruction.use_memory);
  }

  protected store(op: Op, offset: number, memory: number): void {
    const { stack, code } = this;
    const height = stack.height - 2;
    const absolute = this.constantAddress(height, offset);
    const address = absolute < 0 ? this.operand(height, 0) : 0;
    const value = this.operand(height + 1, 1);
    const near = nearOffset(op, offset);
    this.useMemory(memory);
    if (absolute >= 0) {
      code.a16(accessOf(op, Addressing.Absolute), value, absolute);
    } else if (near >= 0) {
      code.abc(accessOf(op, Addressing.Near), value, address, near);
    } else {
      code.abc(accessOf(op, Addressing.Far), value, address);
      code.push(offset | 0);
    }
    if (memory !== 0) code.push(Instruction.use_memory);
    stack.height = height;
  }

  /** `FunctionVisitor.narrow` */
  narrow(depth: number): void {
    return hooks.narrow!(this, depth);
  }

  /** The address, when it is a constant of 16 bits; otherwise −1. */
  private constantAddress(height: number, offset: number): number {
    const { places, lows } = this.stack;
    if (places[height] !== Place.Constant) return -1;
    const address = (lows[height]! >>> 0) + offset;
    return address < 65536 ? address : -1;
  }

  /** The next access goes to a memory that is not the first. */
  private useMemory(memory: number): void {
    if (memory !== 0) this.code.a16(Instruction.use_memory, memory & 0xff, memory >> 8);
  }

  /** Instructions that `bulk` executes: their operands in their slots. */
  protected bulk(op: Op, operands: number, x: number, y: number): void {
    if (NAME_SEGMENTS.includes(op)) this.stack.traits |= ModuleTrait.NamesSegments;
    this.callBulk(op & 0xff, operands, x, y);
  }

  /** @param kind what `bulk` tells apart */
  protected callBulk(kind: number, operands: number, x: number, y: number): void {
    const { stack, code, layout } = this;
    const height = stack.height - operands;
    for (let i = height; i < stack.height; i++) this.settle(i);
    stack.height = height;
    code.a16(Instruction.bulk, kind, layout.operand(height));
    code.push(x);
    code.push(y);
  }
}

const NAME_SEGMENTS: readonly Op[] = Object.freeze([
  Op.memory_init,
  Op.data_drop,
  Op.table_init,
  Op.elem_drop,
]);

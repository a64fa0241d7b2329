import type { DecodedModule } from '../binary/decoded-module.js';
import { Reader } from '../binary/reader.js';
import { readConstant } from '../runtime/constant-expression.js';
import { GlobalKind } from '../runtime/global-layout.js';
import { ValueType } from '../types/value-type.js';
import type { LocalRun } from '../validation/function-visitor.js';
import type { CodeBuffer } from './code-buffer.js';
import { Conditions } from './conditions.js';
import { byType } from './emitter.js';
import { Instruction } from './generated/instruction.js';
import { Place } from './operand-stack.js';

/** Translates what reads and writes locals and globals. */
export class Variables extends Conditions {
  protected locals: readonly LocalRun[] = [];

  constructor(
    protected readonly module: DecodedModule,
    /** See runtime/global-layout.ts. */
    private readonly globalPlaces: readonly number[],
    code: CodeBuffer,
  ) {
    super(code);
  }

  protected localType(index: number): ValueType {
    const { locals } = this;
    let run = locals.length - 1;
    while (locals[run]!.start > index) run--;
    return locals[run]!.type;
  }

  /**
   * Gives the top operand to a local; operands below that still name the local keep its old value.
   * @returns whether the instruction that made the operand now writes the local instead
   */
  protected setLocal(index: number): boolean {
    const { code, layout } = this;
    const slot = layout.local(index);
    this.keepLocal(index);
    if (this.lastIsTop && slot < 256) {
      code.words[this.last] = (code.words[this.last]! & ~0xff00) | (slot << 8);
      this.boundary();
      return true;
    }
    this.copy(this.stack.height - 1, slot);
    return false;
  }

  protected teeLocal(index: number): void {
    const { stack } = this;
    if (!this.setLocal(index)) return;
    const top = stack.height - 1;
    stack.places[top] = Place.Local;
    stack.lows[top] = index;
  }

  protected getGlobal(index: number): void {
    const { stack, module } = this;
    const type = module.globals[index]!.content;
    const place = this.globalPlaces[index]!;
    const kind: GlobalKind = place & 3;
    if (kind === GlobalKind.Constant) {
      const { low, high } = readConstant(new Reader(module.bytes, module.globalInits[index]));
      stack.push(type, Place.Constant, low, high);
      return;
    }
    const instruction =
      kind === GlobalKind.Plain
        ? byType(
            type,
            Instruction.global_get32,
            Instruction.global_get64,
            Instruction.global_get_ref,
          )
        : byType(type, Instruction.shared_get, Instruction.shared_get, Instruction.shared_get_ref);
    this.makeFrom16(instruction, stack.height, type, place >> 2);
  }

  protected setGlobal(index: number): void {
    const { stack, code } = this;
    const place = this.globalPlaces[index]!;
    const plain = (place & 3) === GlobalKind.Plain;
    const top = stack.height - 1;
    if (plain && this.isShortConstant(top)) {
      code.a16(Instruction.global_set32_c, stack.lows[top]! & 0xff, place >> 2);
    } else {
      const type = stack.types[top]!;
      const field = this.operand(top);
      const instruction = plain
        ? byType(
            type,
            Instruction.global_set32,
            Instruction.global_set64,
            Instruction.global_set_ref,
          )
        : byType(type, Instruction.shared_set, Instruction.shared_set, Instruction.shared_set_ref);
      code.a16(instruction, field, place >> 2);
    }
    stack.height = top;
  }

  /** Whether an operand is a constant of 32 bits that fits 8. */
  protected isShortConstant(height: number): boolean {
    const { places, types, lows } = this.stack;
    const low = lows[height]!;
    return (
      places[height] === Place.Constant &&
      types[height] === ValueType.I32 &&
      (low << 24) >> 24 === low
    );
  }
}

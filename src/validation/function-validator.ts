import type { DecodedModule } from '../binary/decoded-module.js';
import type { Reader } from '../binary/reader.js';
import { endExpected, illegalOpcode, sectionSizeMismatch } from '../errors/compile-errors.js';
import { factOf, featureOf } from '../opcodes/fact.js';
import type { Op } from '../opcodes/op.js';
import type { FunctionType } from '../types/function-type.js';
import { BlockTypes } from './block-type.js';
import { ControlStack } from './control-stack.js';
import type { FunctionVisitor } from './function-visitor.js';
import { Locals } from './locals.js';
import { OperandStack } from './operand-stack.js';
import { ruleOf } from './rules.js';

/** The byte before the opcodes that `Op` has at 0x100. */
const PREFIX = 0xfc;

/**
 * Validates function bodies, one after the other, and shows a visitor their reachable instructions.
 * https://webassembly.github.io/spec/core/valid/modules.html#functions
 */
export class FunctionValidator {
  readonly operands = new OperandStack();
  readonly control = new ControlStack(this.operands);
  readonly blockTypes = new BlockTypes();
  locals = new Locals([]);
  /** Where the body under check ends. */
  bodyEnd = 0;
  /** Whether the visitor is shown what comes: not in unreachable code. */
  visiting = false;

  constructor(
    readonly module: DecodedModule,
    readonly reader: Reader,
    readonly visitor: FunctionVisitor | undefined,
  ) {}

  /**
   * Validates the body that begins at the reader's position.
   * @param index in the function index space, imports counted
   */
  validate(index: number, type: FunctionType, bodySizeBytes: number): void {
    const { reader, operands, control } = this;
    this.bodyEnd = reader.position + bodySizeBytes;
    this.locals = new Locals(type.params);
    this.locals.read(reader);
    operands.clear();
    control.clear();
    this.visiting = this.visitor !== undefined;
    this.visitor?.begin(index, type, this.locals.runs, this.locals.count, bodySizeBytes);
    control.openFunction(type, this.visiting);
    while (control.depth > 0) {
      const offset = reader.position;
      if (offset >= this.bodyEnd && offset < reader.end) throw endExpected(offset);
      operands.offset = offset;
      const op = this.opcode();
      const fact = factOf(op);
      if (fact === 0) throw illegalOpcode(op, offset);
      const feature = featureOf(fact);
      if (feature !== 0) reader.require(feature, offset);
      ruleOf(op, fact)(this, op, fact);
    }
    if (reader.position !== this.bodyEnd) throw sectionSizeMismatch(this.bodyEnd);
  }

  private opcode(): Op {
    const byte = this.reader.u8();
    return byte === PREFIX ? 0x100 + this.reader.u32() : byte;
  }

  visit(op: Op, x: number, y: number): void {
    if (this.visiting) return this.visitor!.instruction(op, x, y);
  }

  /** The instruction under check, shown already, does not fall through. */
  setUnreachable(): void {
    this.operands.setUnreachable();
    this.visiting = false;
  }
}

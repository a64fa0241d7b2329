import type { DecodedModule } from '../binary/decoded-module.js';
import { readOpcode } from '../binary/opcode.js';
import type { Reader } from '../binary/reader.js';
import { endExpected, illegalOpcode, sectionSizeMismatch } from '../errors/compile-errors.js';
import { factOf, featureOf, isExtension } from '../opcodes/fact.js';
import type { Handler } from '../opcodes/handler.js';
import type { Op } from '../opcodes/op.js';
import type { FunctionType } from '../types/function-type.js';
import { BlockTypes } from './block-type.js';
import { ControlStack } from './control-stack.js';
import type { FunctionVisitor } from './function-visitor.js';
import type { Room } from './room.js';
import { Locals } from './locals.js';
import { OperandStack } from './operand-stack.js';
import { extensionRules, ruleOfFor } from './rules.js';

/** https://webassembly.github.io/spec/core/valid/conventions.html#local-types */
export interface UnsetLocals {
  /** What was set in the block of the depth, which ends, is not known to be behind it. */
  leave(depth: number): void;
}

/**
 * Validates function bodies, one after the other, and shows a visitor their reachable instructions.
 * https://webassembly.github.io/spec/core/valid/modules.html#functions
 */
export class FunctionValidator {
  readonly operands: OperandStack;
  readonly control: ControlStack;
  readonly blockTypes = new BlockTypes();
  locals = new Locals([]);
  /** Which locals without a first value were set, where there are some. */
  unset: UnsetLocals | undefined;
  /** Parameters of the function under check. */
  params = 0;
  /** Where the body under check ends. */
  bodyEnd = 0;
  /** Whether the visitor is shown what comes: not in unreachable code. */
  visiting = false;

  constructor(
    readonly module: DecodedModule,
    readonly reader: Reader,
    readonly visitor: FunctionVisitor | undefined,
    room?: Room,
  ) {
    this.operands = new OperandStack(room);
    this.control = new ControlStack(this.operands, room);
  }

  /**
   * Validates the body that begins at the reader's position.
   * @param index in the function index space, imports counted
   */
  validate(index: number, type: FunctionType, bodySizeBytes: number): void {
    const { reader, operands, control } = this;
    this.bodyEnd = reader.position + bodySizeBytes;
    this.locals = new Locals(type.params);
    this.locals.read(reader);
    this.unset = undefined;
    this.params = type.params.length;
    operands.clear();
    control.clear();
    this.visiting = this.visitor !== undefined;
    this.visitor?.begin(index, type, this.locals.runs, this.locals.count, bodySizeBytes);
    control.openFunction(type, this.visiting);
    const ruleOf = ruleOfFor(reader.used);
    while (control.depth > 0) {
      const offset = reader.position;
      if (offset >= this.bodyEnd && offset < reader.end) throw endExpected(offset);
      operands.offset = offset;
      const op = readOpcode(reader);
      const fact = factOf(op);
      const feature = featureOf(fact);
      if (feature !== 0) reader.require(feature, offset);
      const rule = isExtension(fact) ? extensionRules[op] : ruleOf(op, fact);
      if (rule === undefined) throw illegalOpcode(op, offset);
      rule(this, op, fact);
    }
    if (reader.position !== this.bodyEnd) throw sectionSizeMismatch(this.bodyEnd);
  }

  visit(op: Op, x: number, y: number): void {
    if (this.visiting) return this.visitor!.instruction(op, x, y);
  }

  /** Pops and pushes what a handler of an extension takes and gives, and shows it to the visitor. */
  extended(handler: Handler, x: number, type: FunctionType): void {
    this.operands.popAll(type.params);
    this.operands.pushAll(type.results);
    if (this.visiting) this.visitor!.extended(handler, x, type);
  }

  /** The instruction under check, shown already, does not fall through. */
  setUnreachable(): void {
    this.operands.setUnreachable();
    this.visiting = false;
  }
}

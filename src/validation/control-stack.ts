import { tooMany, unknown } from '../errors/compile-errors.js';
import { Op } from '../opcodes/op.js';
import type { FunctionType } from '../types/function-type.js';
import { MAX_NESTING } from '../types/maximum.js';
import type { ValueType } from '../types/value-type.js';
import type { Room } from './room.js';
import type { OperandStack } from './operand-stack.js';

/** Beside a frame's opcode: whether code around the block was unreachable. */
const OUTER_UNREACHABLE = 0x100;
/** Beside a frame's opcode: whether the visitor saw the block. */
const VISITED = 0x200;

/** Blocks between two questions for room, and RAM that each takes: here, and where it is translated. */
const STEP = 16;
const BYTES_EACH = 352;
/** What is there twice of each while one of the lists grows. */
const COPIED_BYTES_EACH = 24;

/**
 * The open blocks of a function, the function itself first, as the specification's algorithm has
 * them. Arrays side by side and no object a block: on XS an object of four fields takes 80 bytes.
 * https://webassembly.github.io/spec/core/appendix/algorithm.html
 */
export class ControlStack {
  /** Opcode and flags; the function's opcode is that of `block`. */
  private readonly frames: number[] = [];
  private readonly types: FunctionType[] = [];
  /** Base of the operand stack around each block. */
  private readonly outerBases: number[] = [];

  /** Blocks that there is room for. */
  private most = STEP;

  constructor(
    private readonly operands: OperandStack,
    private readonly room?: Room,
  ) {}

  /** Open blocks. */
  get depth(): number {
    return this.frames.length;
  }

  /** Opcode of the innermost block, `else` in the second branch of `if`. */
  get op(): Op {
    return this.frames[this.frames.length - 1]! & 0xff;
  }

  /** Type of the innermost block. */
  get type(): FunctionType {
    return this.types[this.types.length - 1]!;
  }

  /** Whether the visitor saw the innermost block. */
  get visited(): boolean {
    return (this.frames[this.frames.length - 1]! & VISITED) !== 0;
  }

  /** Opens the function itself, whose parameters are locals. */
  openFunction(type: FunctionType, visited: boolean): void {
    this.push(Op.block, type, visited);
  }

  /** Opens a block, whose parameters are popped already. */
  open(op: Op, type: FunctionType, visited: boolean): void {
    this.push(op, type, visited);
    this.operands.pushAll(type.params);
  }

  private push(op: Op, type: FunctionType, visited: boolean): void {
    const { operands } = this;
    if (this.frames.length === this.most) this.grow();
    this.frames.push(op | (operands.unreachable ? OUTER_UNREACHABLE : 0) | (visited ? VISITED : 0));
    this.types.push(type);
    this.outerBases.push(operands.base);
    operands.base = operands.height;
    operands.unreachable = false;
  }

  /** @throws what `room` throws */
  private grow(): void {
    const { length } = this.frames;
    if (length === MAX_NESTING) throw tooMany('nested blocks', this.operands.offset);
    this.room?.(STEP * BYTES_EACH + length * COPIED_BYTES_EACH);
    this.most = Math.min(length + STEP, MAX_NESTING);
  }

  /** Ends the first branch of an `if` and begins the second. */
  openElse(): void {
    const { operands } = this;
    const top = this.frames.length - 1;
    this.frames[top] = (this.frames[top]! & ~0xff) | Op.else;
    operands.unreachable = false;
    operands.pushAll(this.types[top]!.params);
  }

  /** Checks and pops the results of the innermost block's code. */
  popResults(): void {
    this.operands.popAll(this.type.results);
    this.operands.expectEmpty();
  }

  /** Closes the innermost block, whose results are popped already, and pushes them outside. */
  close(): void {
    const { operands } = this;
    const frame = this.frames.pop()!;
    operands.base = this.outerBases.pop()!;
    operands.unreachable = (frame & OUTER_UNREACHABLE) !== 0;
    operands.pushAll(this.types.pop()!.results);
  }

  /**
   * The operands that a branch to a label takes: 0 is the innermost block.
   * @param offset of the label, for the message
   */
  label(depth: number, offset: number): readonly ValueType[] {
    const at = this.frames.length - 1 - depth;
    if (at < 0) throw unknown('label', depth, offset);
    const type = this.types[at]!;
    return (this.frames[at]! & 0xff) === Op.loop ? type.params : type.results;
  }

  /** The operands that `return` takes. */
  get results(): readonly ValueType[] {
    return this.types[0]!.results;
  }

  /** For the next function. */
  clear(): void {
    this.frames.length = 0;
    this.types.length = 0;
    this.outerBases.length = 0;
  }
}

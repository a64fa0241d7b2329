import { Op } from '../../opcodes/op.js';

/** What a node is that is no instruction. */
export const enum NodeKind {
  Instruction = 0,
  /** Whichever of its operands control came with. */
  Phi = 1,
  /** A parameter, or what the followed global holds when the function is entered. */
  Entry = 2,
  /** A value about which nothing is known. */
  Unknown = 3,
}

/** An instruction of a function, which is the value that it gives; or a value that none gives. */
export class FlowNode {
  /** Nodes of which this one is an operand, once for each time. */
  users: FlowNode[] = [];
  /** For instructions that run other code: what the followed global holds then. */
  followed: FlowNode | undefined;

  /**
   * @param op an opcode of `Op`; 0 where it is no instruction
   * @param operands what it takes, the operand on top last
   * @param x first immediate, as visitors get it; the index of an entry's local
   * @param start where the instruction stands in the module; −1 where it is none
   * @param end behind its last byte
   */
  constructor(
    readonly kind: NodeKind,
    readonly op: Op,
    public operands: FlowNode[],
    readonly x: number,
    readonly y: number,
    readonly start: number,
    readonly end: number,
  ) {}

  /** Whether it is this instruction. */
  is(op: Op): boolean {
    return this.kind === NodeKind.Instruction && this.op === op;
  }

  /** The value of an integer constant, as a signed number; undefined for all else. */
  get constant(): number | undefined {
    if (this.is(Op.i32_const)) return this.x;
    if (this.is(Op.i64_const)) return this.y * 4294967296 + (this.x >>> 0);
    return undefined;
  }
}

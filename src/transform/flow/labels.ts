import { Op } from '../../opcodes/op.js';
import { FlowNode, NodeKind } from './node.js';

/** What there is at a point of a function: the locals, and operands that a label takes. */
export interface State {
  readonly locals: FlowNode[];
  readonly values: FlowNode[];
}

/** A function of so many values that meet is left alone; or of so many that are copied, block by block. */
const MAX_PHIS = 200_000;
const MAX_COPIES = 10_000_000;

/** Thrown to give a function up. */
export class TooComplex extends Error {
  override readonly name = 'TooComplex';
}

/** Makes the nodes of values that meet where branches come together. */
export class Phis {
  readonly all: FlowNode[] = [];
  private copies = 0;

  /** Each label and each branch looks at all locals. */
  copied(count: number): void {
    this.copies += count;
    if (this.copies > MAX_COPIES) throw new TooComplex('too many locals in too many blocks');
  }

  make(operands: FlowNode[]): FlowNode {
    if (this.all.length === MAX_PHIS) throw new TooComplex('too many values meet');
    const phi = new FlowNode(NodeKind.Phi, Op.unreachable, operands, 0, 0, -1, -1);
    this.all.push(phi);
    return phi;
  }
}

/** Where branches to a label come together. */
export class Label {
  private state: State | undefined;
  private readonly own = new Set<FlowNode>();

  constructor(private readonly phis: Phis) {}

  /** Whether anything leads here. */
  get reached(): boolean {
    return this.state !== undefined;
  }

  /** Opens a loop, where everything may come from further down: all that stands there meets. */
  openLoop({ locals, values }: State): State {
    const meet = (node: FlowNode): FlowNode => {
      const phi = this.phis.make([node]);
      this.own.add(phi);
      return phi;
    };
    this.state = { locals: locals.map(meet), values: values.map(meet) };
    return copyOf(this.state);
  }

  /** Something leads here with this. */
  meet(coming: State): void {
    this.phis.copied(coming.locals.length);
    if (this.state === undefined) this.state = copyOf(coming);
    else {
      this.merge(this.state.locals, coming.locals);
      this.merge(this.state.values, coming.values);
    }
  }

  /** What stands here, when all that leads here was met. */
  take(): State {
    return this.state!;
  }

  private merge(here: FlowNode[], coming: readonly FlowNode[]): void {
    for (let i = 0; i < here.length; i++) {
      const [a, b] = [here[i]!, coming[i]!];
      if (a === b) continue;
      if (this.own.has(a)) a.operands.push(b);
      else {
        here[i] = this.phis.make([a, b]);
        this.own.add(here[i]!);
      }
    }
  }
}

export function copyOf({ locals, values }: State): State {
  return { locals: locals.slice(), values: values.slice() };
}

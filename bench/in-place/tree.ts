/**
 * Dispatch over opcodes that are what they are: in-place code cannot number its instructions in the
 * order of a Huffman tree, unless each opcode is first looked up in a table. Without the table the
 * best is a chain of tests for the most frequent opcodes, then the best ordered tree over the rest.
 */
import { huffman, leaves, type Tree } from '../../src/interpreter/instructions/huffman.js';

export type Weights = ReadonlyMap<number, number>;

/** Text of the dispatch, and how many comparisons an instruction takes on average. */
export interface Dispatch {
  readonly text: string;
  readonly comparisons: number;
  /** New number by opcode, where there is a table. */
  readonly numbers?: readonly number[];
}

type Node = number | { readonly bound: number; readonly left: Node; readonly right: Node };

/** The ordered tree with the fewest comparisons on average (dynamic programming, Knuth 1971). */
function ordered(ops: readonly number[], weights: Weights): { node: Node; cost: number } {
  const n = ops.length;
  const sums = [0];
  for (const op of ops) sums.push(sums[sums.length - 1]! + weights.get(op)!);
  const cost = Array.from({ length: n }, () => new Float64Array(n));
  const split = Array.from({ length: n }, () => new Int32Array(n));
  for (let size = 2; size <= n; size++) {
    for (let i = 0; i + size <= n; i++) {
      const j = i + size - 1;
      let best = Infinity;
      for (let k = i; k < j; k++) {
        const c = cost[i]![k]! + cost[k + 1]![j]!;
        if (c < best) {
          best = c;
          split[i]![j] = k;
        }
      }
      cost[i]![j] = best + sums[j + 1]! - sums[i]!;
    }
  }
  const build = (i: number, j: number): Node => {
    if (i === j) return ops[i]!;
    const k = split[i]![j]!;
    return { bound: ops[k + 1]!, left: build(i, k), right: build(k + 1, j) };
  };
  return { node: build(0, n - 1), cost: cost[0]![n - 1]! };
}

function orderedText(node: Node, body: (op: number) => string, indent: string): string {
  if (typeof node === 'number') return `${indent}${body(node)}\n`;
  return (
    `${indent}if (op < ${node.bound}) {\n${orderedText(node.left, body, `${indent} `)}` +
    `${indent}} else {\n${orderedText(node.right, body, `${indent} `)}${indent}}\n`
  );
}

/** Tests for the first few, then the ordered tree; as many tests as are best. */
export function byOpcode(weights: Weights, body: (op: number) => string): Dispatch {
  const total = [...weights.values()].reduce((a, b) => a + b);
  const frequent = [...weights.keys()].sort((a, b) => weights.get(b)! - weights.get(a)!);
  let best = { cost: Infinity, tests: [] as number[], node: 0 as Node };
  for (let count = 0; count <= 8; count++) {
    const tests = frequent.slice(0, count);
    const rest = frequent.slice(count).sort((a, b) => a - b);
    const { node, cost } = ordered(rest, weights);
    let sum = cost;
    tests.forEach((op, i) => (sum += (i + 1) * weights.get(op)!));
    for (const op of rest) sum += count * weights.get(op)!;
    if (sum < best.cost) best = { cost: sum, tests, node };
  }
  let text = '';
  for (const op of best.tests) text += `if (op === ${op}) {\n ${body(op)}\n} else `;
  text += `{\n${orderedText(best.node, body, ' ')}}\n`;
  return { text, comparisons: best.cost / total };
}

/** Huffman's tree over numbers that a table gives. */
export function byTable(weights: Weights, body: (op: number) => string): Dispatch {
  const named = new Map([...weights].map(([op, weight]) => [String(op), weight]));
  const tree = huffman(named);
  const numbers = new Array<number>(0x108).fill(0);
  leaves(tree).forEach((name, i) => (numbers[Number(name)] = i));
  let cost = 0;
  const build = (node: Tree, least: number, depth: number, indent: string): string => {
    if (typeof node === 'string') {
      cost += depth * named.get(node)!;
      return `${indent}${body(Number(node))}\n`;
    }
    const bound = least + leaves(node[0]).length;
    const left = build(node[0], least, depth + 1, `${indent} `);
    const right = build(node[1], bound, depth + 1, `${indent} `);
    return `${indent}if (op < ${bound}) {\n${left}${indent}} else {\n${right}${indent}}\n`;
  };
  const text = build(tree, 0, 0, '');
  const total = [...weights.values()].reduce((a, b) => a + b);
  return { text, comparisons: cost / total, numbers };
}

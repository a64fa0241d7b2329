import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { huffman, leaves, type Tree } from '../../src/interpreter/instructions/huffman.js';

/** Comparisons on the way to each leaf, times its weight. */
function cost(tree: Tree, weights: ReadonlyMap<string, number>, depth = 0): number {
  if (typeof tree === 'string') return weights.get(tree)! * depth;
  return tree.reduce((sum, part) => sum + cost(part, weights, depth + 1), 0);
}

const weightsOf = (list: readonly number[]): Map<string, number> =>
  new Map(list.map((weight, i) => [`i${i}`, weight]));
const someWeights = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 40 });

describe('the dispatch tree', () => {
  it('is known for a small example', () => {
    const tree = huffman(weightsOf([1, 1, 2, 4]));
    expect(cost(tree, weightsOf([1, 1, 2, 4]))).toBe(1 * 3 + 1 * 3 + 2 * 2 + 4 * 1);
  });

  it('has every instruction once', () => {
    fc.assert(
      fc.property(someWeights, (list) => {
        const weights = weightsOf(list);
        expect(leaves(huffman(weights)).sort()).toEqual([...weights.keys()].sort());
      }),
    );
  });

  it('is within one comparison of the entropy, and so the best there is', () => {
    fc.assert(
      fc.property(someWeights, (list) => {
        const total = list.reduce((sum, weight) => sum + weight, 0);
        const entropy = list.reduce((sum, w) => sum - (w / total) * Math.log2(w / total), 0);
        const average = cost(huffman(weightsOf(list)), weightsOf(list)) / total;
        expect(average).toBeGreaterThanOrEqual(entropy - 1e-9);
        expect(average).toBeLessThan(entropy + 1);
      }),
    );
  });
});

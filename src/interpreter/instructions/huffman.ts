/** A leaf is an instruction's name. */
export type Tree = string | readonly [Tree, Tree];

/**
 * The tree with the fewest comparisons on average: two of the lightest are joined until one is left
 * (Huffman 1952). Ties go to the earlier, so that the result depends on the weights alone.
 */
export function huffman(weights: ReadonlyMap<string, number>): Tree {
  const queue: { tree: Tree; weight: number }[] = [...weights].map(([tree, weight]) => ({
    tree,
    weight,
  }));
  while (queue.length > 1) {
    queue.sort((a, b) => a.weight - b.weight);
    const [first, second] = queue.splice(0, 2) as [(typeof queue)[0], (typeof queue)[0]];
    queue.push({ tree: [first.tree, second.tree], weight: first.weight + second.weight });
  }
  return queue[0]!.tree;
}

/** The leaves from left to right. */
export function leaves(tree: Tree): string[] {
  return typeof tree === 'string' ? [tree] : [...leaves(tree[0]), ...leaves(tree[1])];
}

import { INSTRUCTIONS } from './all.js';
import { huffman, leaves, type Tree } from './huffman.js';
import { WEIGHTS } from './weights.js';

/** The tree by which the loop finds an instruction; its leaves are numbered from the left. */
export function dispatchTree(): Tree {
  return huffman(new Map(Object.keys(INSTRUCTIONS).map((name) => [name, WEIGHTS[name] ?? 1])));
}

/** The names of the instructions, by number. */
export function instructionNames(): string[] {
  return leaves(dispatchTree());
}

import { compileAhead } from '../../src/compiler/ahead.js';
import { Engine } from '../../src/index.js';
import { wat } from '../validation/wat.js';

const { features } = new Engine().settings;

/** Memories of boards are smaller. */
const BOARD_BYTES = 2 ** 28;

/**
 * The statements of a module's first function, as they would be for a board: a line each, without
 * the test of the stack that is left.
 */
export function statements(
  text: string,
  { largestMemory = BOARD_BYTES, fuel = false } = {},
): string {
  const { methods } = compileAhead(wat(`(module ${text})`), features, fuel, largestMemory);
  return methods[0]!
    .replace(/^.*\{\n/, '')
    .replace(/^if\(\(d-=.*\n/m, '')
    .replace(/\n\}$/, '')
    .replace(/\bd\+\d+/g, 'd+N');
}

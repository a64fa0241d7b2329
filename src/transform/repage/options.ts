import type { DecodedModule } from '../../binary/decoded-module.js';
import { byteText } from './byte-text.js';
import { RepageError } from './repage-error.js';

/** What is known of a module beside what it says itself. All in bytes. */
export interface RepageOptions {
  /**
   * For the shadow stack, where compilers keep what has an address. Default: what the functions need,
   * where that can be told and the stack can move, otherwise what the module has.
   */
  readonly stackBytes?: number;
  /** For the heap, from the start; it grows beyond that when asked for more. Default: 0. */
  readonly heapBytes?: number;
  /** Where static data and stack end and the heap begins: `__heap_base`, where the module does not say. */
  readonly heapBase?: number;
  /** Sizes of whole memories by index, where nothing else tells them, as in modules written by hand. */
  readonly sizes?: ReadonlyMap<number, number>;
  /** Leave `memory.size` and `memory.grow` as they are, for code that counts bytes. Default: false. */
  readonly byteUnits?: boolean;
}

/** @throws RepageError when options contradict each other, or the module */
export function checkOptions(module: DecodedModule, options: RepageOptions): void {
  const { stackBytes, heapBytes, heapBase, sizes } = options;
  const parts = [stackBytes, heapBytes, heapBase].some((bytes) => bytes !== undefined);
  if (sizes?.has(0) === true && parts) {
    throw new RepageError('--size says all of memory 0: leave --stack, --heap and --heap-base out');
  }
  const first = module.memories[0];
  if (heapBase !== undefined && heapBase > (first?.minimum ?? 0) * 65536) {
    throw new RepageError(`--heap-base ${heapBase} lies beyond its memory`);
  }
  for (const [index, size] of sizes ?? []) {
    const type = module.memories[index];
    if (type === undefined) throw new RepageError(`it has no memory ${index}`);
    const most = type.minimum * 65536;
    if (size > most) {
      throw new RepageError(
        `memory ${index} has ${byteText(most)} bytes: ${byteText(size)} would be more than it has now`,
      );
    }
  }
}

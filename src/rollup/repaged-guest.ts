import { memoryText } from '../transform/repage/memory-text.js';
import type { RepageOptions } from '../transform/repage/options.js';
import { repage } from '../transform/repage/repage.js';
import { RepageError } from '../transform/repage/repage-error.js';
import { verify } from '../transform/verify/verify.js';
import type { Settings } from './settings.js';

/** What messages name, as the command has it. */
const OPTION_OF_COMMAND = /(?<![\w-])--(?:stack|heap|heap-base|size)(?![\w-])/;

/**
 * A guest whose memories have just the bytes that it needs.
 * @returns the guest, and what was found, a sentence each
 * @throws CompileError when it is no valid module
 * @throws RepageError when what it needs is not certain, or it would behave otherwise
 */
export function repagedGuest(
  wasm: Uint8Array<ArrayBuffer>,
  settings: Settings,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly told: readonly string[] } {
  try {
    const made = repage(wasm, optionsOf(settings));
    if (settings.verify) {
      const { differences } = verify(wasm, made);
      if (differences.length > 0) {
        throw new RepageError(`it would behave otherwise:\n  ${differences.join('\n  ')}`);
      }
    }
    return { bytes: made.bytes, told: [...made.memories.map(memoryText), ...made.notes] };
  } catch (error) {
    if (!(error instanceof RepageError) || !OPTION_OF_COMMAND.test(error.message)) throw error;
    throw new RepageError(
      `${error.message} (what the command calls --stack, --heap, --heap-base and --size are ` +
        'stackBytes, heapBytes, heapBase and sizes here)',
      { cause: error },
    );
  }
}

function optionsOf(settings: Settings): RepageOptions {
  const { stackBytes, heapBytes, heapBase, sizes, byteUnits } = settings;
  const known = sizes?.map((size, index) => [index, size] as const).filter(([, size]) => size > 0);
  return {
    byteUnits,
    ...(stackBytes === undefined ? {} : { stackBytes }),
    ...(heapBytes === undefined ? {} : { heapBytes }),
    ...(heapBase === undefined ? {} : { heapBase }),
    ...(known === undefined ? {} : { sizes: new Map(known) }),
  };
}

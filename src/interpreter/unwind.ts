/** Finds where register code catches what was thrown, from frame to frame and across instances. */
import {
  clauseCatches,
  type Exception,
  exceptionOf,
  valuesFor,
} from '../extensions/exception-handling/exception.js';
import { writeValues } from '../extensions/frame-call.js';
import type { Instance } from '../runtime/instance.js';
import type { Landing } from '../runtime/recover.js';
import type { Store } from '../runtime/store.js';
import { returnSlotOf, startOf } from './host.js';
import { tableOf } from './try-tables.js';

/** Return addresses that are none: see instructions/generate.ts. */
const EXIT = -1;

export function unwind(
  store: Store,
  error: unknown,
  instance: Instance,
  at: number,
  frame: number,
): Landing | undefined {
  const exception = exceptionOf(store, error);
  if (exception === undefined) return undefined;
  const { cells, callers } = store;
  while (at !== EXIT) {
    if (at < 0) {
      const top = (store.callerTop -= 2);
      instance = callers[top] as Instance;
      at = callers[top + 1] as number;
      continue;
    }
    const { code } = instance.module;
    const own = functionAt(instance, at);
    const cell = frame + 2 * returnSlotOf(code, own);
    const clause = findClause(instance, own, at, exception);
    if (clause >= 0) {
      store.inHost = false;
      const { types, values } = valuesFor(exception, code[clause]! & 3);
      writeValues(store, frame + 2 * code[clause + 2]!, types, values);
      const entry = 0xff | (code[clause + 1]! << 8);
      return { instance, entry, frame, back: cells[cell]!, caller: cells[cell + 1]! };
    }
    at = cells[cell]!;
    frame = cells[cell + 1]!;
  }
  return undefined;
}

/** The function, by its index less the imports', that a place in the code belongs to. */
function functionAt({ module }: Instance, at: number): number {
  let low = 0;
  let high = module.functionCount - module.importedFunctions - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startOf(module.code, middle) < at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** @returns where the clause's words begin; −1 when none of the blocks around catches it */
function findClause(
  { module, tags }: Instance,
  own: number,
  at: number,
  exception: Exception,
): number {
  const { code, traits } = module;
  let word = tableOf(code, traits, own);
  if (word < 0) return -1;
  for (let left = code[word++]!; left > 0; left--) {
    const isInside = code[word]! < at && at <= code[word + 1]!;
    let clauses = code[word + 2]!;
    word += 3;
    for (; clauses > 0; clauses--, word += 3) {
      if (isInside && clauseCatches(code[word]!, tags, exception)) return word;
    }
  }
  return -1;
}

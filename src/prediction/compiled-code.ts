/**
 * What functions take of RAM that are compiled on the device, when all have been called: texts are made
 * here as a device would make them, and sized as XS's bytecode.
 */
import { chunkOf, Slots, stringChunk } from '../budget/allocator.js';
import { alignedProduct, roundedUp } from '../budget/host-aligned-byte-count.js';
import type { FunctionText } from '../compiler/function-text.js';
import { methodName } from '../compiler/guest.js';
import { readerOf } from '../compiler/texts.js';
import { textsOf } from '../compiler/write-texts.js';
import { bytecodeSize } from './bytecode.js';
import { type Guest, isForCompiler } from './guest.js';
import { HeapUse } from './heap-use.js';
import type { Need } from './need.js';

/**
 * What is kept beside a module, and beside its functions' states: where it is compiled from WebAssembly,
 * a survey of it and an author; where it is an image, a reader. test/prediction/matrix.test.ts measures it.
 */
const COMPILER: Need = { slots: 131, chunkBytes: 284 };
const READER: Need = { slots: 44, chunkBytes: 88 };

/** A property, a function of three slots and its home; its code is a chunk. */
const METHOD_SLOTS = Slots.Property + Slots.Arrow + Slots.Object;

/** The method that stands for one which is not compiled: on-demand.ts. */
const standIn = (index: number): string =>
  `(...a){return this.module.executor.first(this,${index},a);}`;

/** Functions of a module beyond which helpers that it uses are properties of its own: on-demand.ts. */
const MOST_FUNCTIONS = 16;

/** Variables and methods whose names the compiler brings, in flash: guest-on-demand.ts. */
const KNOWN_NAMES: Readonly<Record<string, number>> = { f: 32, x: 16, y: 8, s: 6, t: 6 };

/** The functions as texts, by their indices; those that stay interpreted are not there. */
export function textsByIndex({ module, bytes }: Guest): Map<number, FunctionText> {
  const author = readerOf(module, module.texts ?? textsOf(module, bytes));
  const texts = new Map<number, FunctionText>();
  for (let index = module.importedFunctions; index < module.functionCount; index++) {
    const text = author(index);
    if (text !== undefined) texts.set(index, text);
  }
  return texts;
}

/** Weighs what the compiler keeps beside a module; nothing in other forms. */
export function weighCompiler({ module, form }: Guest): HeapUse {
  const use = new HeapUse();
  if (!isForCompiler(form)) return use;
  const surveys = form === 'wasm-compiler';
  const { slots, chunkBytes } = surveys ? COMPILER : READER;
  const functions = module.functionCount - module.importedFunctions;
  use.add('code', slots, roundedUp(chunkBytes));
  use.add('code', 0, alignedProduct(chunkOf(functions), surveys ? 2 : 1));
  return use;
}

/** Weighs compiled functions; nothing in other forms. */
export function weighCompiledCode(guest: Guest): HeapUse {
  const use = new HeapUse();
  if (!isForCompiler(guest.form)) return use;
  const { functionCount, importedFunctions } = guest.module;
  const texts = textsByIndex(guest);
  const helpers = new Set<string>();
  const standIns = new Set<number>();
  for (const { text, names } of texts.values()) {
    use.add('code', METHOD_SLOTS, chunkOf(bytecodeSize(text)));
    for (const name of names) {
      if (name.startsWith('$')) helpers.add(name);
      else if (!texts.has(Number(name.slice(1)))) standIns.add(Number(name.slice(1)));
    }
  }
  for (const index of standIns) {
    use.add('code', METHOD_SLOTS, chunkOf(bytecodeSize(standIn(index))));
  }
  if (functionCount - importedFunctions > MOST_FUNCTIONS) {
    use.add('code', helpers.size * Slots.Property);
  }
  return use;
}

/** Names of variables and methods that programs get by compiling modules, once for all of them. */
export function weighNames(guests: readonly Guest[]): HeapUse {
  const use = new HeapUse();
  const names = new Set<string>();
  for (const guest of guests.filter(({ form }) => isForCompiler(form))) {
    for (const [index, { text, names: methods }] of textsByIndex(guest)) {
      for (const name of [methodName(index), ...methods, ...(text.match(/\b[xyst]\d+\b/g) ?? [])]) {
        const [, letter, number] = /^([a-z])(\d+)$/.exec(name) ?? [];
        if (letter !== undefined && Number(number) >= KNOWN_NAMES[letter]!) names.add(name);
      }
    }
  }
  for (const name of names) use.add('code', 1, stringChunk(name.length));
  return use;
}

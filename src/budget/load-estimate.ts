import { HEADER_BYTES } from '../binary/header.js';
import { Reader } from '../binary/reader.js';
import { SectionId } from '../binary/section-id.js';
import { CompileError } from '../errors/errors.js';
import { TypeForm } from '../types/type-form.js';

/** What loading needs whatever is in the module: its object, the validator, the translator. */
const ALWAYS_BYTES = 2048;

/**
 * Bytes of RAM for each item of a section while a module is loaded: objects, and lists that XS copies
 * as they grow (test/budget/load-estimate.test.ts loads modules of many items in so much).
 */
const ITEM_BYTES: readonly number[] = Object.freeze([
  0, // custom
  96, // type
  176, // import
  72, // function
  176, // table
  176, // memory
  176, // global
  48, // export: names are compared
  0, // start
  48, // element
  48, // code
  48, // data
]);

/**
 * For each byte of types, lists of parameters; of code, register code and what its translator holds.
 * Blocks nested by the hundred take more than that, which no compiler makes.
 */
const BYTES_PER_TYPE_BYTE = 16;
const BYTES_PER_CODE_BYTE = 9;

/**
 * What a type takes that is declared in a group, as a subtype, or is no function's: its object, and its
 * places in lists; and each byte of it, a field at least every second.
 */
const DEFINED_TYPE_BYTES = 272;
const BYTES_PER_FIELD_BYTE = 32;

/** What a section has beside whose types are those of garbage collection; other bytes may be as theirs. */
function definedTypes(bytes: Uint8Array, start: number, end: number): number {
  let forms = 0;
  let isPlain = true;
  for (let i = start; i < end; i++) {
    const code = bytes[i]!;
    const isForm = code >= TypeForm.Array && code <= TypeForm.Function;
    if (isForm) forms++;
    if (isForm ? code < TypeForm.Function : code >= TypeForm.Group && code <= TypeForm.Subtype) {
      isPlain = false;
    }
  }
  return isPlain ? 0 : DEFINED_TYPE_BYTES * forms + BYTES_PER_FIELD_BYTE * (end - start);
}

function bytesPerByte(id: SectionId): number {
  if (id === SectionId.Code) return BYTES_PER_CODE_BYTE;
  return id === SectionId.Type ? BYTES_PER_TYPE_BYTE : 1;
}

/** RAM that loading a module needs, in bytes: what stays of it included. */
export function loadEstimate(bytes: Uint8Array): number {
  let estimate = ALWAYS_BYTES;
  try {
    const reader = new Reader(bytes, HEADER_BYTES);
    while (reader.position < reader.end) {
      const id: SectionId = reader.u8();
      const size = reader.length();
      const end = reader.position + size;
      estimate += size * bytesPerByte(id);
      if (id === SectionId.Type) estimate += definedTypes(bytes, reader.position, end);
      const each = ITEM_BYTES[id] ?? 0;
      // No item is shorter than a byte.
      if (each > 0 && size > 0) estimate += each * Math.min(reader.u32(), size);
      reader.position = end;
    }
  } catch (error) {
    // What is malformed is told by who loads it, and needs no more than this.
    if (!(error instanceof CompileError)) throw error;
  }
  return estimate;
}

import { chunkBytes, XS_SLOT_BYTES } from '../../budget/claims.js';
import { RuntimeError } from '../../errors/errors.js';
import { fromBigInt, high, toS64 } from '../../numeric/i64.js';
import type { Store } from '../../runtime/store.js';
import { Tag } from '../../runtime/tag.js';
import { referenceFromHost, referenceToHost } from '../../runtime/value.js';
import { TagType } from '../../types/tag-type.js';
import { isReference, ValueType, valueTypeName } from '../../types/value-type.js';
import { askRoom, type Batch } from '../room.js';
import { CatchKind, givesReference, hasTag } from '../../validation/function-visitor.js';

/** Slots and bytes that an exception takes on XS, with its message, beside what it holds. */
const EXCEPTION_SLOTS = 12;
const MESSAGE_BYTES = 80;

/**
 * What a guest throws, and what a host function throws that a guest is to catch.
 * https://webassembly.github.io/spec/core/exec/runtime.html#exception-instances
 *
 * @example
 * const busy = new Tag(TagType.of(['i32']));
 * linker.define('env', 'busy', busy).func('env', 'send', () => {
 *   throw new Exception(busy, [7]);
 * });
 */
export class Exception extends Error {
  override readonly name = 'Exception';
  /** The stack, where a program of the JavaScript API has asked for it. @internal */
  declare trace?: string | undefined;
  /** What it was made with: see room.ts. @internal */
  declare batch?: Batch;

  /**
   * @param values of the tag's types: i64 are BigInt
   * @param flat what it holds as compiled code has it, an i64 as its halves; of the values, if not given
   * @throws TypeError when they are too many or too few, or one cannot be of its type
   */
  constructor(
    /** What tells it from others. */
    readonly tag: Tag,
    values: readonly unknown[],
    /** @internal */
    readonly flat: readonly unknown[] = flatten(tag.ty.params, values),
  ) {
    super(`exception with a tag of type [${namesOf(tag.ty.params)}]`);
  }

  /** What it holds, as the embedder's API has values. */
  get payload(): unknown[] {
    let at = 0;
    return this.tag.ty.params.map((type) => {
      const value = this.flat[at++];
      if (type === ValueType.I64) return toS64(value as number, this.flat[at++] as number);
      return isReference(type) ? referenceToHost(value) : value;
    });
  }
}

/** With a loop, because a function for each takes XS's stack where a guest may have taken most. */
function namesOf(types: readonly ValueType[]): string {
  let names = '';
  for (let i = 0; i < types.length; i++) names += `${i > 0 ? ' ' : ''}${valueTypeName(types[i]!)}`;
  return names;
}

function flatten(types: readonly ValueType[], values: readonly any[]): unknown[] {
  if (values.length !== types.length) {
    throw new TypeError(`${types.length} values expected, not ${values.length}`);
  }
  return types.flatMap((type, i): unknown[] => {
    const value = values[i];
    switch (type) {
      case ValueType.I32:
        return [value | 0];
      case ValueType.I64:
        return [fromBigInt(BigInt.asUintN(64, value)), high];
      case ValueType.F32:
        // Not Math.fround, which on XS returns integers as they are.
        return [Float32Array.of(value)[0]];
      case ValueType.F64:
        return [Float64Array.of(value)[0]];
      default:
        return [referenceFromHost(value, type)];
    }
  });
}

/**
 * The tag of what host functions throw that is no exception of WebAssembly.
 * https://webassembly.github.io/spec/js-api/#js-exceptions
 */
export const JS_TAG: Tag = Object.freeze(new Tag(TagType.of(['externref'])));

/**
 * What was thrown, as guests catch it; undefined where they do not: a trap, wherever it comes from,
 * goes on to the host that called the outermost guest, as in browsers.
 */
export function exceptionOf(store: Store, thrown: unknown): Exception | undefined {
  if (thrown instanceof Exception) return thrown;
  if (!store.inHost || (thrown instanceof RuntimeError && thrown.code !== undefined)) {
    return undefined;
  }
  const known = store.recognize?.(thrown) as Exception | undefined;
  if (known !== undefined) return known;
  return makeException(store, JS_TAG, [thrown]);
}

/**
 * An exception of values as guests have them.
 * @throws RuntimeError growth operation limited
 */
export function makeException(store: Store, tag: Tag, values: unknown[]): Exception {
  const batch = askException(store, values.length);
  const exception = new Exception(tag, [], values);
  if (batch !== undefined) exception.batch = batch;
  return exception;
}

/**
 * Asks whether there is room for an exception that holds so many values.
 * @throws RuntimeError growth operation limited
 */
function askException(store: Store, values: number): Batch | undefined {
  return askRoom(store, EXCEPTION_SLOTS, chunkBytes(XS_SLOT_BYTES * values) + MESSAGE_BYTES);
}

/** @param clause its kind in the two lowest bits, the index of its tag above */
export function clauseCatches(clause: number, tags: readonly Tag[], exception: Exception): boolean {
  return !hasTag(clause & 3) || tags[clause >> 2] === exception.tag;
}

/** What a clause gives to its label: values as compiled code has them, and their types. */
export function valuesFor(
  exception: Exception,
  kind: CatchKind,
): { types: readonly ValueType[]; values: readonly unknown[] } {
  const types = hasTag(kind) ? exception.tag.ty.params : [];
  const values = hasTag(kind) ? exception.flat : [];
  if (!givesReference(kind)) return { types, values };
  return { types: [...types, ValueType.ExnRef], values: [...values, exception] };
}

/** Throws what a guest throws. @throws the exception, or what it is of the host's */
export function raise(store: Store, exception: Exception): never {
  if (exception.tag !== JS_TAG) throw exception;
  // As if the host function threw it anew.
  store.inHost = true;
  throw exception.flat[0];
}

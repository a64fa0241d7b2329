/**
 * How interfaces look to programs, and how their arguments are converted.
 * https://webidl.spec.whatwg.org/#javascript-binding
 */

/** Any constructor; the interfaces' own types are in `types.ts`. */
type Constructor = abstract new (...args: never[]) => object;

export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/**
 * Makes a class an interface: operations and attributes are enumerable, and objects tell what they
 * are. The name is set because bundlers rename classes.
 */
export function defineInterface<C extends Constructor>(name: string, constructor: C): C {
  Object.defineProperty(constructor, 'name', { value: name });
  enumerate(constructor, ['length', 'name', 'prototype']);
  enumerate(constructor.prototype as object, ['constructor']);
  tag(constructor.prototype as object, `WebAssembly.${name}`);
  return constructor;
}

export function tag(object: object, value: string): void {
  Object.defineProperty(object, Symbol.toStringTag, { value, configurable: true });
}

function enumerate(object: object, except: readonly string[]): void {
  for (const key of Object.getOwnPropertyNames(object)) {
    if (!except.includes(key)) Object.defineProperty(object, key, { enumerable: true });
  }
}

/**
 * `[EnforceRange] unsigned long`
 * @throws TypeError
 */
export function enforceRange(value: unknown, what: string): number {
  const number = Math.trunc(+(value as number));
  if (!(number >= 0 && number <= 0xffffffff)) {
    throw new TypeError(`${what} must be an integer from 0 to 2^32 - 1`);
  }
  // −0 becomes 0.
  return number + 0;
}

/** A dictionary as an argument: what is missing has no members. @throws TypeError */
export function dictionary(value: unknown): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value as Readonly<Record<string, unknown>>;
  if (value === undefined || value === null) return {};
  throw new TypeError('a descriptor must be an object');
}

/** The size members of a memory's or table's descriptor. */
export interface Sizes {
  readonly initial: number;
  readonly maximum: number | undefined;
}

/**
 * @param descriptor its members are read in alphabetical order
 * @throws TypeError when `initial` is missing, or one is no size
 */
export function readSizes(descriptor: Readonly<Record<string, unknown>>): Sizes {
  const initial = enforceRange(descriptor['initial'], 'initial');
  const maximum = descriptor['maximum'];
  return {
    initial,
    maximum: maximum === undefined ? undefined : enforceRange(maximum, 'maximum'),
  };
}

/** @throws TypeError for anything but `i32`: 64-bit memories and tables are not supported */
export function readAddressType(descriptor: Readonly<Record<string, unknown>>): void {
  const address = descriptor['address'];
  if (address !== undefined && `${address as string}` !== 'i32') {
    throw new TypeError('address must be i32');
  }
}

/**
 * A `BufferSource`, or on XS a `Resource`; what shares memory with others is none.
 * @throws TypeError
 */
export function bufferSource(value: unknown): ArrayBuffer | ArrayBufferView {
  const buffer = ArrayBuffer.isView(value) ? value.buffer : value;
  if (buffer instanceof ArrayBuffer || isHostBuffer(buffer)) return value as ArrayBuffer;
  throw new TypeError('the source must be an ArrayBuffer or a view of one');
}

/** A buffer that is no ArrayBuffer, as XS makes for what lies in flash. */
function isHostBuffer(value: unknown): boolean {
  if (!isObject(value) || !('byteLength' in value) || Array.isArray(value)) return false;
  if (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer) return false;
  return value.byteLength !== 0 && new Uint8Array(value as ArrayBuffer).length === value.byteLength;
}

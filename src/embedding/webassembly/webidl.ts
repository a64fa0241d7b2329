/**
 * How interfaces look to programs, and how their arguments are converted.
 * https://webidl.spec.whatwg.org/#javascript-binding
 */
import { hooks } from '../../hooks.js';
import { absentText, Feature } from '../../opcodes/feature.js';

/** Any constructor; the interfaces' own types are in `types.ts`. */
type Constructor = abstract new (...args: never[]) => object;

export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/**
 * Makes a class an interface: operations and attributes are enumerable, and objects tell what they
 * are.
 */
export function defineInterface<C extends Constructor>(name: string, constructor: C): C {
  label(constructor, name, 1);
  expose(constructor);
  expose(constructor.prototype as object);
  tag(constructor.prototype as object, `WebAssembly.${name}`);
  return constructor;
}

export function tag(object: object, value: string): void {
  Object.defineProperty(object, Symbol.toStringTag, { value, configurable: true });
}

/** Gives a function its length and name: bundlers change them, and XS on a board has none. */
export function label(func: object, name: string, length: number): void {
  Object.defineProperties(func, {
    length: { value: length, configurable: true },
    name: { value: name, configurable: true },
  });
}

/** Makes operations and attributes enumerable, and labels their functions. */
export function expose(object: object): void {
  Object.getOwnPropertyNames(object).forEach((key) => {
    const { value, get, set } = Object.getOwnPropertyDescriptor(object, key)!;
    if (typeof (value ?? get) !== 'function' || key === 'constructor') return;
    if (get === undefined) {
      label(value as object, key, key === 'valueOf' ? 0 : key === 'customSections' ? 2 : 1);
    } else {
      label(get, `get ${key}`, 0);
      if (set !== undefined) label(set, `set ${key}`, 1);
    }
    Object.defineProperty(object, key, { enumerable: true });
  });
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

/** What a memory's or table's descriptor says of addresses and sizes. */
export interface Sizes {
  readonly is64: boolean;
  readonly initial: number;
  readonly maximum: number | undefined;
}

/**
 * @param descriptor its members are read in alphabetical order
 * @throws TypeError when `initial` is missing, or one is no size
 */
export function readSizes(descriptor: Readonly<Record<string, unknown>>): Sizes {
  const is64 = readIs64(descriptor['address']);
  const initial = addressValueToNumber(descriptor['initial'], is64, 'initial');
  const maximum = descriptor['maximum'];
  return {
    is64,
    initial,
    maximum: maximum === undefined ? undefined : addressValueToNumber(maximum, is64, 'maximum'),
  };
}

function readIs64(address: unknown): boolean {
  const type = address === undefined ? 'i32' : `${address as string}`;
  if (type === 'i64' && hooks.addressOf !== undefined) return true;
  if (type === 'i32') return false;
  throw new TypeError(type === 'i64' ? absentText(Feature.Memory64) : 'address must be i32 or i64');
}

/**
 * An address or a size: a number, for 64 bits a BigInt. Rounded where it is above 2^53, which is
 * beyond any memory or table.
 * https://webassembly.github.io/spec/js-api/#addressvaluetou64
 * @throws TypeError
 */
export function addressValueToNumber(value: unknown, is64: boolean, what: string): number {
  return (is64 ? hooks.addressOf! : enforceRange)(value, what);
}

/** https://webassembly.github.io/spec/js-api/#u64toaddressvalue */
export function numberToAddressValue(value: number, is64: boolean): number | bigint {
  return is64 ? BigInt(value) : value;
}

/**
 * An `AllowSharedBufferSource`, or on XS a `Resource`: what lies in flash is no ArrayBuffer there.
 * @throws TypeError
 */
export function bufferSource(value: unknown): ArrayBuffer | ArrayBufferView {
  const buffer = ArrayBuffer.isView(value) ? value.buffer : value;
  // A detached one, of which no view can be made, has no bytes.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === 0) return new ArrayBuffer(0);
  if (
    isObject(buffer) &&
    'byteLength' in buffer &&
    new Uint8Array(buffer as ArrayBuffer).buffer === buffer
  )
    return value as ArrayBuffer;
  throw new TypeError('the source must be an ArrayBuffer or a view of one');
}

/** What the work makes, or the error that it throws, as a promise. */
export function attempt<T>(work: () => T | PromiseLike<T>): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}

/** Assertions that also run on XS. */

/** @throws Error unless both are the same value, or arrays or plain objects of such. */
export function same(actual: unknown, expected: unknown, what = 'value'): void {
  if (Object.is(actual, expected)) return;
  if (isCollection(actual) && isCollection(expected)) {
    same(Object.getPrototypeOf(actual), Object.getPrototypeOf(expected), `${what}, its prototype`);
    sameKeys(actual, expected, what);
    for (const key of Object.keys(expected)) same(actual[key], expected[key], `${what}.${key}`);
    return;
  }
  throw new Error(`${what} is ${show(actual)}, not ${show(expected)}`);
}

function sameKeys(actual: object, expected: object, what: string): void {
  if (Object.keys(actual).join() !== Object.keys(expected).join()) {
    throw new Error(`${what} is ${show(actual)}, not ${show(expected)}`);
  }
}

function isCollection(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype;
}

function show(value: unknown): string {
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string') return `"${value}"`;
  if (Array.isArray(value)) return `[${value.map(show).join()}]`;
  try {
    return isCollection(value) ? JSON.stringify(value) : String(value);
  } catch {
    return typeof value;
  }
}

/** What `run` throws. @throws Error when it throws nothing */
export function thrown(run: () => unknown): any {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** @throws Error unless `run` throws an error of just that class. */
export function throws(errorClass: unknown, run: () => unknown, what = 'what was thrown'): void {
  isOf(errorClass, thrown(run), what);
}

/** As {@link throws}, for promises. */
export async function rejects(errorClass: unknown, promise: Promise<unknown>): Promise<void> {
  let reason: unknown;
  try {
    await promise;
  } catch (error) {
    isOf(errorClass, error, 'the reason');
    return;
  }
  throw new Error(`nothing was rejected, ${show(reason)}`);
}

function isOf(errorClass: unknown, error: any, what: string): void {
  if (error?.constructor !== errorClass) {
    throw new Error(`${what} is ${show(error)}, no ${(errorClass as { name: string }).name}`);
  }
}

/** The attributes of an own property: `w`ritable, `e`numerable, `c`onfigurable. */
export function attributes(object: object, key: PropertyKey): string {
  const found = Object.getOwnPropertyDescriptor(object, key);
  if (found === undefined) return 'none';
  const { writable = false, enumerable, configurable } = found;
  return `${writable ? 'w' : '-'}${enumerable ? 'e' : '-'}${configurable ? 'c' : '-'}`;
}

/** @throws Error unless the function has these for its own */
export function isFunction(actual: any, name: string, length: number): void {
  same(typeof actual, 'function', name);
  same(Object.hasOwn(actual, 'name') && actual.name, name, 'name');
  same(Object.hasOwn(actual, 'length') && actual.length, length, `length of ${name}`);
}

/** @throws Error unless the function's `name` and `length` can be configured and no more */
export function isConfigurable(actual: any): void {
  same(attributes(actual, 'name'), '--c', `name of ${actual.name}`);
  same(attributes(actual, 'length'), '--c', `length of ${actual.name}`);
}

/** Something to convert that says when it is: as a number, a BigInt or a string. */
export function logged(log: string[], name: string, value: unknown): object {
  const convert = () => {
    log.push(name);
    return value;
  };
  return { valueOf: convert, toString: convert };
}

/** An object whose members say when they are read, and then when they are converted. */
export function loggedMembers(log: string[], members: Readonly<Record<string, unknown>>): object {
  const object = {};
  for (const [key, value] of Object.entries(members)) {
    Object.defineProperty(object, key, {
      get: () => {
        log.push(key);
        return logged(log, `${key} converted`, value);
      },
    });
  }
  return object;
}

/** Why cases about attributes fail where wasmote is preloaded. */
export const FLASH = 'what lies in flash is frozen by the linker';

/** Receivers that no method takes, and arguments that are of no interface. */
export const STRANGERS: readonly unknown[] = [
  undefined,
  null,
  true,
  1,
  1n,
  'x',
  Symbol('s'),
  {},
  [],
  () => 1,
];

/** What `[EnforceRange] unsigned long` refuses with a TypeError. */
export const NO_SIZES: readonly unknown[] = [
  undefined,
  NaN,
  Infinity,
  -Infinity,
  -1,
  2 ** 32,
  2 ** 53,
  '4294967296',
  'x',
  {},
  1n,
  Symbol('s'),
  { valueOf: () => 2 ** 32 },
];

/** What it converts, and to what. */
export const SIZES: readonly (readonly [unknown, number])[] = [
  [0, 0],
  [-0, 0],
  [1.9, 1],
  ['2', 2],
  ['0x2', 2],
  ['', 0],
  [true, 1],
  [null, 0],
  [[], 0],
  [[2], 2],
  [{ valueOf: () => '1' }, 1],
];

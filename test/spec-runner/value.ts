/** Values as the scripts write them, and as the store keeps them: numbers by their bits. */
import { Func } from '../../src/index.js';
import type { JsonValue } from './wast-json.js';

/** A number's bits in `low` and `high`; a reference in `reference`. */
export interface Value {
  readonly low: number;
  readonly high: number;
  readonly reference: unknown;
}

const CANONICAL_F32 = 0x7fc00000;
const CANONICAL_F64 = 0x7ff80000;

export function ofBits(low: number, high: number): Value {
  return { low, high, reference: undefined };
}

export function ofReference(reference: unknown): Value {
  return { low: 0, high: 0, reference };
}

/** The objects of the host that scripts number: numbers themselves are i31 where they are references. */
const hostObjects = new Map<string, object>();

function hostObject(value: string): object {
  let object = hostObjects.get(value);
  if (object === undefined) hostObjects.set(value, (object = { host: value }));
  return object;
}

/** References whose kind alone a script tells. */
const KINDS: Readonly<Record<string, (reference: unknown) => boolean>> = {
  anyref: () => true,
  eqref: () => true,
  externref: () => true,
  funcref: (reference) => reference instanceof Func,
  i31ref: (reference) => typeof reference === 'number',
  structref: (reference) => typeof reference === 'object' && !Array.isArray(reference),
  arrayref: (reference) => typeof reference === 'object',
};

export function parseValue({ type, value = 'null' }: JsonValue): Value {
  switch (type) {
    case 'i32':
    case 'f32':
      return ofBits(Number(value) | 0, 0);
    case 'i64':
    case 'f64': {
      const bits = BigInt(value);
      return ofBits(Number(BigInt.asIntN(32, bits)), Number(BigInt.asIntN(32, bits >> 32n)));
    }
    case 'externref':
    case 'anyref':
      return ofReference(value === 'null' ? null : hostObject(value));
  }
  if (value === 'null') return ofReference(null);
  throw new Error(`values of ${type} are not supported`);
}

/** Whether a result is what the script expects. */
export function matches(actual: Value, expected: JsonValue): boolean {
  const { type, value } = expected;
  switch (type) {
    case 'either':
      return expected.values!.some((alternative) => matches(actual, alternative));
    case 'f32':
      if (value === 'nan:canonical') return (actual.low & 0x7fffffff) === CANONICAL_F32;
      if (value === 'nan:arithmetic') return (actual.low & CANONICAL_F32) === CANONICAL_F32;
      break;
    case 'f64':
      if (value === 'nan:canonical') {
        return (actual.high & 0x7fffffff) === CANONICAL_F64 && actual.low === 0;
      }
      if (value === 'nan:arithmetic') return (actual.high & CANONICAL_F64) === CANONICAL_F64;
      break;
    case 'refnull':
      return actual.reference === null;
  }
  const isOfKind = KINDS[type];
  if (isOfKind !== undefined && value === undefined) {
    return actual.reference !== null && isOfKind(actual.reference);
  }
  const wanted = parseValue(expected);
  return (
    actual.low === wanted.low &&
    (actual.high === wanted.high || type === 'i32' || type === 'f32') &&
    Object.is(actual.reference, wanted.reference)
  );
}

/** For messages. */
export function valueText({ low, high, reference }: Value): string {
  if (reference !== undefined) return reference instanceof Func ? 'a function' : String(reference);
  const hex = (half: number): string => (half >>> 0).toString(16).padStart(8, '0');
  return `0x${hex(high)}_${hex(low)}`;
}

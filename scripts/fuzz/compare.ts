import type { Argument, Engine, Outcome, Session, Signature } from './engine.js';
import { Random } from './random.js';

/** Where two engines part, or undefined. */
export type Difference = string | undefined;

/** Calls of each export: the first with zeros. */
const CALLS = 3;

/** Interesting numbers, beside random ones. */
const INTEGERS = [0, 1, -1, 2, 31, 32, 63, 127, 128, 255, 65535, 65536, 0x7fffffff, -0x80000000];
const FLOATS = [
  0,
  -0,
  1,
  -1,
  0.5,
  1.5,
  2.5,
  1e10,
  -1e10,
  2147483647,
  4294967296,
  1e300,
  Infinity,
  NaN,
];

function argument(random: Random, type: Signature['params'][number]): Argument {
  switch (type) {
    case 'i32':
      return random.once(2) ? random.pick(INTEGERS) : random.bits();
    case 'i64':
      return random.once(2)
        ? BigInt(random.pick(INTEGERS))
        : BigInt.asIntN(64, (BigInt(random.bits()) << 32n) ^ BigInt(random.bits()));
    case 'f32':
    case 'f64':
      return random.once(2) ? random.pick(FLOATS) : random.bits() / 1024;
    case 'funcref':
      return null;
    case 'externref':
      return random.once(2) ? null : 'given';
  }
}

function text(outcome: Outcome): string {
  return outcome.kind === 'results'
    ? outcome.values.join(' ')
    : `trap ${outcome.trap} (${outcome.message})`;
}

/**
 * Whether two outcomes agree. Exhaustion and fuel are limits of an engine's own: what comes after
 * them cannot be compared, and the session ends.
 */
function agree(a: Outcome, b: Outcome): boolean | 'incomparable' {
  for (const outcome of [a, b]) {
    if (outcome.kind === 'trap' && ['exhausted', 'fuel', 'limited'].includes(outcome.trap)) {
      return 'incomparable';
    }
  }
  if (a.kind === 'trap' && b.kind === 'trap') return a.trap === b.trap;
  return a.kind === b.kind && text(a) === text(b);
}

function sameMaps<T>(a: Map<string, T>, b: Map<string, T>, same: (x: T, y: T) => boolean): string {
  for (const [name, value] of a) {
    const other = b.get(name);
    if (other === undefined || !same(value, other)) return name;
  }
  return '';
}

function stateDifference(a: Session, b: Session): Difference {
  const memory = sameMaps(a.memory(), b.memory(), (x, y) => Buffer.compare(x, y) === 0);
  if (memory !== '') return `memory ${memory}`;
  const variable = sameMaps(a.variables(), b.variables(), (x, y) => x === y);
  if (variable !== '') return `variable ${variable}`;
  return a.log.join() === b.log.join() ? undefined : 'calls of the host';
}

/** Runs a module in both engines: every export several times, then memories and variables. */
export function compare(
  bytes: Uint8Array,
  signatures: readonly Signature[],
  first: Engine,
  second: Engine,
  seed: number,
): Difference {
  const random = new Random(seed);
  const a = first.load(bytes);
  const b = second.load(bytes);
  if (a === undefined || b === undefined) {
    return a === b ? undefined : `only ${a === undefined ? second.name : first.name} takes it`;
  }
  if (a.failure !== undefined || b.failure !== undefined) {
    if (a.failure === undefined || b.failure === undefined) {
      const failure = (a.failure ?? b.failure)!;
      return failure.kind === 'trap' && ['exhausted', 'fuel', 'limited'].includes(failure.trap)
        ? undefined
        : `only one instantiates: ${text(failure)}`;
    }
    return agree(a.failure, b.failure) === false
      ? `instantiation: ${text(a.failure)} / ${text(b.failure)}`
      : undefined;
  }
  for (let k = 0; k < CALLS; k++) {
    for (const signature of signatures) {
      const args = signature.params.map((type) => argument(random, type));
      const left = a.call(signature, args);
      const right = b.call(signature, args);
      const verdict = agree(left, right);
      if (verdict === 'incomparable') return undefined;
      if (!verdict) {
        return `${signature.name}(${args.map(String).join()}): ${text(left)} / ${text(right)}`;
      }
    }
  }
  return stateDifference(a, b);
}

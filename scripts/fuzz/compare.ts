import type { ValueTypeName } from '../../src/types/value-type.js';
import type { Argument, Engine, Outcome, Session, Signature } from './engine.js';
import { Random } from './random.js';

/** Where two engines part, or undefined. */
export type Difference = string | undefined;

/** Each export is called so often, with other arguments. */
const ROUNDS = 3;

/**
 * Runs a module in both engines: every export several times, then memories and variables. The first
 * decides when to stop: after a trap for want of fuel, stack or memory, which others meet elsewhere
 * or never, nothing can be compared any more, and the second might not even end.
 */
export function compare(
  bytes: Uint8Array,
  signatures: readonly Signature[],
  first: Engine,
  second: Engine,
  seed: number,
): Difference {
  const a = first.load(bytes);
  if (a?.failure !== undefined && isLimit(a.failure)) return undefined;
  const b = second.load(bytes);
  if (a === undefined || b === undefined) {
    if ([a, b].some((session, i) => session === undefined && [first, second][i]!.lacks(bytes))) {
      return undefined;
    }
    return a === b ? undefined : `only ${a === undefined ? second.name : first.name} takes it`;
  }
  if (a.failure !== undefined || b.failure !== undefined) {
    const [mine, other] = [failureKey(a), failureKey(b)];
    return mine === other ? undefined : `instantiation: ${mine} / ${other}`;
  }
  const random = new Random(seed);
  for (let round = 0; round < ROUNDS; round++) {
    for (const signature of signatures) {
      const args = signature.params.map((type) => argument(random, type));
      const mine = a.call(signature, args);
      if (isLimit(mine)) return undefined;
      const other = b.call(signature, args);
      if (isLimit(other)) return undefined;
      if (outcomeKey(mine) !== outcomeKey(other)) {
        const call = `${signature.name}(${args.map(String).join()})`;
        return `${call}: ${outcomeText(mine)} / ${outcomeText(other)}`;
      }
    }
    const different = stateDifference(a, b);
    if (different !== undefined) return `after round ${round}: ${different}`;
  }
  return undefined;
}

const LIMITS = ['fuel', 'exhausted', 'limited'];

function isLimit(outcome: Outcome): boolean {
  return outcome.kind === 'trap' && LIMITS.includes(outcome.trap);
}

function failureKey({ failure }: Session): string {
  return failure === undefined ? 'success' : outcomeKey(failure);
}

function outcomeKey(outcome: Outcome): string {
  return outcome.kind === 'trap' ? `trap ${outcome.trap}` : outcome.values.join();
}

function outcomeText(outcome: Outcome): string {
  return outcome.kind === 'trap' ? `trap "${outcome.message}"` : `(${outcome.values.join()})`;
}

/** Memories, globals, tables and what the host was told. */
function stateDifference(one: Session, two: Session): Difference {
  const calls = firstDifference(one.log, two.log);
  if (calls !== undefined) return `calls of the host: ${calls}`;
  const [a, b] = [one.variables(), two.variables()];
  for (const [name, value] of a) {
    if (b.get(name) !== value) return `${name} is ${value} / ${b.get(name)}`;
  }
  const memories = two.memory();
  for (const [name, bytes] of one.memory()) {
    const others = memories.get(name)!;
    if (Buffer.compare(bytes, others) === 0) continue;
    if (bytes.length !== others.length) {
      return `memory ${name} has ${bytes.length} / ${others.length} bytes`;
    }
    const at = bytes.findIndex((byte, i) => byte !== others[i]);
    return `memory ${name} at ${at} has ${bytes[at]} / ${others[at]}`;
  }
  return undefined;
}

function firstDifference(one: readonly string[], two: readonly string[]): Difference {
  const count = Math.max(one.length, two.length);
  for (let i = 0; i < count; i++) {
    if (one[i] !== two[i]) return `${one[i] ?? 'nothing'} / ${two[i] ?? 'nothing'}`;
  }
  return undefined;
}

const INTEGERS = [0, 1, -1, 2, 7, 8, 31, 32, 127, 128, 255, 256, 65535, 65536];
const INT32 = [...INTEGERS, 0x7fffffff, -0x80000000, -128, -129, 0x1234567];
const INT64 = [
  ...INTEGERS.map(BigInt),
  2n ** 63n - 1n,
  -(2n ** 63n),
  2n ** 32n,
  2n ** 31n,
  -(2n ** 31n),
  2n ** 53n,
];
const FLOATS = [
  ...INTEGERS,
  -0,
  0.5,
  -1.5,
  2.5,
  1e-45,
  5e-324,
  3.4e38,
  Infinity,
  -Infinity,
  NaN,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 63),
  2 ** 64,
];

function argument(random: Random, type: ValueTypeName): Argument {
  const special = !random.once(3);
  switch (type) {
    case 'i32':
      return special ? random.pick(INT32) : random.bits();
    case 'i64':
      if (special) return random.pick(INT64);
      return BigInt.asIntN(64, (BigInt(random.bits()) << 32n) ^ BigInt(random.bits()));
    case 'f32':
      return Math.fround(special ? random.pick(FLOATS) : random.bits() / 1000);
    case 'f64':
      return special ? random.pick(FLOATS) : random.bits() / 1000;
    case 'funcref':
      return null;
    case 'externref':
      return random.once(2) ? null : `arg${random.next(4)}`;
  }
}

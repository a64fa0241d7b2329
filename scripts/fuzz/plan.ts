import type { ValueTypeName } from '../../src/types/value-type.js';
import type { ValueText } from './engine.js';
import { floatText } from './float.js';
import { referenceFor } from './reference-text.js';
import type { Random } from './random.js';
import type { RepagedSize } from './repaged-size.js';
import type { Surface } from './surface.js';

/** A call of an export; `fuel` is what the store is given before, where it counts fuel. */
export interface Call {
  /** Index in the plan's functions. */
  readonly target: number;
  readonly args: readonly ValueText[];
  readonly fuel: number;
}

/** What is done with a module, in every engine alike; JSON can carry it. */
export interface Plan extends Surface {
  /** After each round memories and variables are looked at. */
  readonly rounds: readonly (readonly Call[])[];
  /** Whether engines of ours count fuel. */
  readonly fueled: boolean;
  /** Fuel for instantiation. */
  readonly startFuel: number;
  /** Bytes that a stack of ours may grow to. */
  readonly stackBytes: number;
  /** Slots of XS's stack that compiled code may take. */
  readonly stackSlots: number;
  /** Whether the module is instantiated once more, importing what the first instance exports. */
  readonly linked: boolean;
  /** Of a repaged module, what the memory that the host grows was, and is at first. */
  readonly repaged?: RepagedSize;
}

const ROUNDS = 3;
/** More than modules need that end; loops of mutated modules need not. */
export const AMPLE_FUEL = 200_000;
export const MOST_STACK_BYTES = 1 << 20;
export const MOST_STACK_SLOTS = 16_384;
const STACKS = [MOST_STACK_BYTES, MOST_STACK_BYTES, 1 << 14];
const SLOTS = [MOST_STACK_SLOTS, MOST_STACK_SLOTS, 1000];

/** Calls of every export, several times with other arguments; fuel is counted, and ample. */
export function makePlan(surface: Surface, random: Random): Plan {
  const stackBytes = random.pick(STACKS);
  const stackSlots = random.pick(SLOTS);
  const linked = random.once(3);
  const names = surface.functions.map(({ name }) => name);
  const rounds = Array.from({ length: ROUNDS }, () =>
    surface.functions.map(({ params }, target) => ({
      target,
      args: params.map((type) => argument(random, type, names)),
      fuel: AMPLE_FUEL,
    })),
  );
  return {
    ...surface,
    rounds,
    fueled: true,
    startFuel: AMPLE_FUEL,
    stackBytes,
    stackSlots,
    linked,
  };
}

/** The first `count` calls of a plan; there is always a round, so that the state is looked at. */
export function cut(plan: Plan, count: number): Plan {
  const rounds: Call[][] = [];
  for (const round of plan.rounds) {
    if (count <= 0 && rounds.length > 0) break;
    rounds.push(round.slice(0, count));
    count -= round.length;
  }
  return { ...plan, rounds };
}

/**
 * Half of the calls with less fuel than they need, or just enough.
 * @param used what each call needs, by its place in the plan
 */
export function tighten(plan: Plan, used: readonly number[], random: Random): Plan {
  let place = 0;
  const rounds = plan.rounds.map((round) =>
    round.map((call) => {
      const need = used[place++] ?? 0;
      return random.once(2) ? call : { ...call, fuel: random.next(need + 3) };
    }),
  );
  return { ...plan, rounds };
}

/** The interpreter's stack ends long before that of compiled code, and before Node's. */
const SMALL_STACK_BYTES = 1 << 15;
const ROOMY_STACK_SLOTS = 1 << 20;

/** With a stack for compiled code that holds all that the interpreter's does. */
export function roomy(plan: Plan): Plan {
  const stackBytes = Math.min(plan.stackBytes, SMALL_STACK_BYTES);
  return { ...plan, stackBytes, stackSlots: ROOMY_STACK_SLOTS };
}

const INTEGERS = [0, 1, -1, 2, 7, 8, 31, 32, 127, 128, 255, 256, 65535, 65536];
const INT32 = [...INTEGERS, 0x7fffffff, -0x80000000, -128, -129, 0x1234567].map(String);
const INT64 = [
  ...INTEGERS.map(BigInt),
  2n ** 63n - 1n,
  -(2n ** 63n),
  2n ** 32n,
  2n ** 31n,
  -(2n ** 31n),
  2n ** 53n,
].map(String);
const FLOATS = [
  ...INTEGERS,
  -0,
  NaN,
  0.5,
  -1.5,
  2.5,
  1e-45,
  5e-324,
  3.4e38,
  Infinity,
  -Infinity,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 63),
  2 ** 64,
];

function argument(random: Random, type: ValueTypeName, functions: readonly string[]): ValueText {
  const special = !random.once(3);
  switch (type) {
    case 'i32':
      return special ? random.pick(INT32) : String(random.bits());
    case 'i64':
      if (special) return random.pick(INT64);
      return String(BigInt.asIntN(64, (BigInt(random.bits()) << 32n) ^ BigInt(random.bits())));
    case 'f32':
    case 'f64': {
      const value = special ? random.pick(FLOATS) : random.bits() / 1000;
      return floatText(type === 'f32' ? Math.fround(value) : value);
    }
    case 'funcref':
      return random.once(3) ? 'null' : random.pick(functions);
    case 'externref':
      return random.once(2) ? 'null' : `arg${random.next(4)}`;
    default:
      return referenceFor(type, random.bits(), functions)!;
  }
}

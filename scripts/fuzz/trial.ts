import type { TrapKind } from './engine.js';
import { cut, makePlan, tighten, type Plan } from './plan.js';
import { play } from './play.js';
import { Random } from './random.js';
import type { Mode, Rival } from './rivals.js';
import { surfaceOf } from './surface.js';
import { callsBefore, difference, fuelUsed, type Difference } from './transcript.js';
import { wasmoteEngine } from './wasmote-engine.js';
import { REFUSED } from './xs-batch.js';

/** What a rival has to do with a module, and what the reference told of it. */
export interface Trial {
  readonly bytes: Uint8Array;
  readonly rival: Rival;
  readonly mode: Mode;
  /** As far as the reference came. */
  readonly plan: Plan;
  readonly expected: readonly string[];
}

const reference = wasmoteEngine();

/** Plays in the reference, up to a trap that ends comparing; undefined when that is at once. */
function expectation(
  bytes: Uint8Array,
  plan: Plan,
  stops: readonly TrapKind[],
): Pick<Trial, 'plan' | 'expected'> | undefined {
  const expected = play(reference, bytes, { ...plan, fueled: true });
  const calls = callsBefore(expected, stops);
  if (calls === undefined) return { plan, expected };
  if (calls < 0) return undefined;
  const shorter = cut(plan, calls);
  return { plan: shorter, expected: play(reference, bytes, { ...shorter, fueled: true }) };
}

/** A trial of a plan; undefined when there is nothing to compare. */
export function trialOf(
  bytes: Uint8Array,
  rival: Rival,
  mode: Mode,
  plan: Plan,
): Trial | undefined {
  if (!rival.takes(bytes)) return undefined;
  const found = expectation(bytes, { ...plan, fueled: mode === 'tight' }, rival.stops[mode]);
  return found && { bytes, rival, mode, ...found };
}

/** Everything that is tried with a module. */
export function trialsOf(bytes: Uint8Array, rivals: readonly Rival[], seed: number): Trial[] {
  const random = new Random(seed);
  const plan = makePlan(surfaceOf(bytes) ?? { functions: [] }, random);
  let tight: Plan | undefined;
  return rivals.flatMap((rival) => {
    const one = (seed >>> 8) % rival.modes.length;
    const modes = rival.batch === 1 ? rival.modes : [rival.modes[one]!];
    return modes.flatMap((mode) => {
      if (mode === 'tight') {
        tight ??= tighten(plan, fuelUsed(play(reference, bytes, plan)), random);
      }
      return trialOf(bytes, rival, mode, mode === 'tight' ? tight! : plan) ?? [];
    });
  });
}

/** Plays trials of one rival. */
export async function judge(trials: readonly Trial[]): Promise<Difference[]> {
  const [first] = trials;
  if (first === undefined) return [];
  const told = await first.rival.play(trials);
  return trials.map(({ expected, mode, rival }, i) =>
    told[i]![0] === REFUSED
      ? undefined
      : difference(expected, told[i]!, { ...rival.strictness, fuel: mode === 'tight' }),
  );
}

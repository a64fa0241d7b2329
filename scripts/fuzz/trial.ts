import type { TrapKind } from './engine.js';
import { cut, makePlan, roomy, tighten, type Plan } from './plan.js';
import { play } from './play.js';
import { Random } from './random.js';
import type { Mode, Rival } from './rivals.js';
import { surfaceOrNone } from './surface.js';
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

/** What the reference tells of a module; rivals share plans, so each is played once. */
class Reference {
  private readonly told = new Map<Plan, string[]>();
  private readonly cuts = new Map<Plan, Plan[]>();

  constructor(private readonly bytes: Uint8Array) {}

  play(plan: Plan): string[] {
    let lines = this.told.get(plan);
    if (lines === undefined) {
      lines = play(reference, this.bytes, { ...plan, fueled: true });
      this.told.set(plan, lines);
    }
    return lines;
  }

  /** The plan up to a trap that ends comparing; undefined when that is at once. */
  before(plan: Plan, stops: readonly TrapKind[]): Plan | undefined {
    const calls = callsBefore(this.play(plan), stops);
    if (calls === undefined) return plan;
    if (calls < 0) return undefined;
    const cuts = this.cuts.get(plan) ?? [];
    this.cuts.set(plan, cuts);
    return (cuts[calls] ??= cut(plan, calls));
  }
}

/** A trial of a plan; undefined when there is nothing to compare. */
export function trialOf(
  bytes: Uint8Array,
  rival: Rival,
  mode: Mode,
  whole: Plan,
  told = new Reference(bytes),
): Trial | undefined {
  if (!rival.takes(bytes)) return undefined;
  const isTight = mode === 'tight';
  const stops = rival.stops.filter((kind) => !isTight || kind !== 'fuel');
  const plan = told.before(whole, stops);
  if (plan === undefined) return undefined;
  return { bytes, rival, mode, plan: { ...plan, fueled: isTight }, expected: told.play(plan) };
}

/**
 * Everything that is tried with a module.
 * @param brief whether rivals play one of their modes, and those that are much like another take turns
 */
export function trialsOf(
  bytes: Uint8Array,
  rivals: readonly Rival[],
  seed: number,
  brief = false,
): Trial[] {
  const random = new Random(seed);
  const told = new Reference(bytes);
  const plan = makePlan(surfaceOrNone(bytes), random);
  const plans = new Map<Mode, Plan>([['plain', plan]]);
  const planOf = (mode: Mode): Plan => {
    let found = plans.get(mode);
    if (found === undefined) {
      found = mode === 'roomy' ? roomy(plan) : tighten(plan, fuelUsed(told.play(plan)), random);
      plans.set(mode, found);
    }
    return found;
  };
  const similar = rivals.filter(({ takesTurns }) => takesTurns);
  const turn = similar[(seed >>> 16) % similar.length];
  return rivals.flatMap((rival) => {
    if (brief && rival.takesTurns && rival !== turn) return [];
    const one = (seed >>> 8) % rival.modes.length;
    const modes = rival.batch === 1 && !brief ? rival.modes : [rival.modes[one]!];
    return modes.flatMap((mode) => trialOf(bytes, rival, mode, planOf(mode), told) ?? []);
  });
}

/** Plays trials of one rival. */
export async function judge(trials: readonly Trial[]): Promise<Difference[]> {
  const [first] = trials;
  if (first === undefined) return [];
  const told = await first.rival.play(trials);
  return trials.map(({ bytes, expected, mode, rival }, i) =>
    told[i]![0] === REFUSED
      ? undefined
      : difference(expected, told[i]!, {
          ...rival.strictness,
          fuel: mode === 'tight',
          ...(mode === 'roomy' && rival.mayOverflow?.(bytes) !== true && { mayEnd: [] }),
        }),
  );
}

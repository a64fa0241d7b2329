import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FEATURES, optimise } from './binaryen.js';
import { caseText } from './case.js';
import type { Call, Plan } from './plan.js';
import { reduceList, reduceModule, type Limits } from './reduce.js';
import { surfaceOf, surfaceOrNone, type Surface } from './surface.js';
import type { Difference } from './transcript.js';
import { judge, trialOf, type Trial } from './trial.js';

const FOLDER = fileURLToPath(new URL('../../.cache/fuzz/', import.meta.url));
const REGRESS = fileURLToPath(new URL('../../test/regress/', import.meta.url));

const IN_PROCESS: Limits = { attempts: 20_000, milliseconds: 60_000 };
/** Each attempt is a process. */
const ON_XS: Limits = { attempts: 1500, milliseconds: 120_000 };

/** What two engines do not agree on, and where it comes from. */
export interface Finding {
  readonly trial: Trial;
  readonly difference: string;
  /** For files. */
  readonly name: string;
  /** The command that finds it again. */
  readonly command: string;
}

/** What a finding was reduced to. */
interface Reduced {
  readonly bytes: Uint8Array;
  readonly plan: Plan;
  readonly difference: string;
}

/** Whether a module still has the functions that a plan calls. */
function hasFunctions({ functions }: Surface, plan: Plan): boolean {
  return plan.functions.every((wanted) =>
    functions.some((found) => JSON.stringify(found) === JSON.stringify(wanted)),
  );
}

async function differenceOf(bytes: Uint8Array, plan: Plan, of: Trial): Promise<Difference> {
  // Of what the plan was made for, some is gone.
  const { contents, imports } = surfaceOrNone(bytes);
  const trial = trialOf(bytes, of.rival, of.mode, { ...plan, contents, imports });
  return trial && (await judge([trial]))[0];
}

/** Makes calls and module smaller while the engines differ. */
export async function reduceFinding({ trial, difference }: Finding): Promise<Reduced> {
  let { bytes, plan } = trial;
  const limits = trial.rival.batch > 1 ? ON_XS : IN_PROCESS;
  const attemptPlan = async (next: Plan): Promise<boolean> => {
    if ((await differenceOf(bytes, next, trial)) === undefined) return false;
    plan = next;
    return true;
  };
  const reduceCalls = async (): Promise<void> => {
    const calls = plan.rounds.flat();
    const withCalls = (rest: readonly Call[]): Plan => ({ ...plan, rounds: [rest] });
    if (!(await attemptPlan(withCalls(calls)))) return;
    const rest = await reduceList(
      calls,
      async (some) => (await differenceOf(bytes, withCalls(some), trial)) !== undefined,
    );
    plan = withCalls(rest);
    const called = new Set(rest.map(({ target }) => target));
    const functions = plan.functions.filter((_, i) => called.has(i));
    const renumbered = rest.map((call) => ({
      ...call,
      target: functions.indexOf(plan.functions[call.target]!),
    }));
    await attemptPlan({ ...plan, functions, rounds: [renumbered] });
  };
  const differs = async (candidate: Uint8Array): Promise<boolean> => {
    const surface = surfaceOf(candidate);
    if (surface === undefined || !hasFunctions(surface, plan)) return false;
    return (await differenceOf(candidate, plan, trial)) !== undefined;
  };

  if (surfaceOf(bytes) === undefined) return { bytes, plan, difference };
  if (plan.linked) await attemptPlan({ ...plan, linked: false });
  await reduceCalls();
  bytes = await reduceModule(bytes, differs, limits);
  const unused = await optimise(bytes, [...FEATURES, '--remove-unused-module-elements']);
  if (unused !== undefined && (await differs(unused))) bytes = unused;
  await reduceCalls();
  return { bytes, plan, difference: (await differenceOf(bytes, plan, trial)) ?? difference };
}

/** Reduces a finding and writes it down. @param keep whether as a case of `test/regress/` too */
export async function report(finding: Finding, keep: boolean): Promise<string> {
  const { trial, name, command } = finding;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}${name}.wasm`, trial.bytes);
  const { bytes, plan, difference } = await reduceFinding(finding);
  const reduced = trialOf(bytes, trial.rival, trial.mode, plan);
  const text = await caseText(bytes, plan, reduced?.expected ?? [], [
    `Differs in ${trial.rival.name} (${trial.mode}): ${difference.slice(0, 300)}`,
    `Found by: ${command}`,
  ]);
  writeFileSync(`${FOLDER}${name}.wat`, text);
  if (keep) writeFileSync(join(REGRESS, `${nextNumber()}-fuzz-${name}.wat`), text);
  return text;
}

function nextNumber(): string {
  const numbers = readdirSync(REGRESS).map((file) => Number(/^(\d{4})-/.exec(file)?.[1] ?? 0));
  return String(Math.max(0, ...numbers) + 1).padStart(4, '0');
}

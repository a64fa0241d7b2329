/**
 * The numbered cases of `test/regress/`, as text: a module in the text format and, in comments below
 * it, what is done with it and what has to come of it.
 *
 *     ;; linked                                 the second instance imports from the first
 *     ;; stack 16384                            bytes that the stack may grow to
 *     ;; slots 1000                             slots of XS's stack for compiled code
 *     ;; name(i32:1,i64:-2) = f32:0.5           a call and its results
 *     ;; name() traps unreachable               or its trap, named as in `engine.ts`
 *     ;; name(i32:1) with 7 fuel traps fuel     counting fuel; in all calls, or in none
 */
import { parse, print } from '@bytecodealliance/jco-transpile/wasm-tools';
import { floatOf, floatText } from './float.js';
import { AMPLE_FUEL, MOST_STACK_BYTES, MOST_STACK_SLOTS, type Call, type Plan } from './plan.js';
import { surfaceOf, surfaceOrNone } from './surface.js';

export interface Case {
  readonly bytes: Uint8Array;
  readonly plan: Plan;
  /** For each call, what comes after it: `= f32:0.5` or `traps unreachable`. */
  readonly outcomes: readonly string[];
}

const CALL = /^;; (\S+)\((\S*)\)(?: with (\d+) fuel)? (=.*|traps \w+)$/;
const STACK = /^;; stack (\d+)$/m;
const SLOTS = /^;; slots (\d+)$/m;
const LINKED = /^;; linked$/m;
const FUEL = /\) with \d+ fuel /;

export async function readCase(text: string): Promise<Case> {
  const bytes = await parse(text);
  const surface = surfaceOrNone(bytes);
  const calls: Call[] = [];
  const outcomes: string[] = [];
  for (const line of text.split('\n')) {
    const match = CALL.exec(line.trimEnd());
    if (match === null) continue;
    const [name, list, fuel, outcome] = match.slice(1) as [string, string, string?, string?];
    const target = surface.functions.findIndex((found) => found.name === name);
    const args = list === '' ? [] : list.split(',').map((arg) => arg.slice(arg.indexOf(':') + 1));
    calls.push({ target, args, fuel: Number(fuel ?? AMPLE_FUEL) });
    // Decimals are easier to write than bits.
    const canonical = (_: string, type: string, number: string): string =>
      `${type}:${floatText(floatOf(number))}`;
    outcomes.push(outcome!.trim().replace(/(f32|f64):([^,\s]+)/g, canonical));
  }
  const plan: Plan = {
    ...surface,
    rounds: [calls],
    fueled: FUEL.test(text),
    startFuel: AMPLE_FUEL,
    stackBytes: Number(STACK.exec(text)?.[1] ?? MOST_STACK_BYTES),
    stackSlots: Number(SLOTS.exec(text)?.[1] ?? MOST_STACK_SLOTS),
    linked: LINKED.test(text),
  };
  return { bytes, plan, outcomes };
}

/** What each call came to, of what `play.ts` tells, as cases have it. */
export function outcomesOf(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const match = /^\d+ .*?\) (= .*?|=|traps \w+)(?:\/.*?)?\s*(?: \[fuel \d+\])?$/.exec(line);
    return match === null ? [] : [match[1]!.trim()];
  });
}

/** @param lines what the reference tells of the plan @param remarks lines for the top */
export async function caseText(
  bytes: Uint8Array,
  plan: Plan,
  lines: readonly string[],
  remarks: readonly string[],
): Promise<string> {
  const outcomes = outcomesOf(lines);
  const calls = plan.rounds.flat().map(({ target, args, fuel }, i) => {
    const { name, params } = plan.functions[target]!;
    const list = params.map((type, p) => `${type}:${args[p]}`).join();
    const budget = plan.fueled ? ` with ${fuel} fuel` : '';
    return `;; ${name}(${list})${budget} ${outcomes[i] ?? 'traps host'}`;
  });
  return [
    ...remarks.map((remark) => `;; ${remark}`),
    (await moduleText(bytes)).trimEnd(),
    ...(plan.linked ? [';; linked'] : []),
    ...(plan.stackBytes === MOST_STACK_BYTES ? [] : [`;; stack ${plan.stackBytes}`]),
    ...(plan.stackSlots === MOST_STACK_SLOTS ? [] : [`;; slots ${plan.stackSlots}`]),
    ...calls,
    '',
  ].join('\n');
}

/** The text of a module; of an invalid one its bytes. */
async function moduleText(bytes: Uint8Array): Promise<string> {
  if (surfaceOf(bytes) !== undefined) {
    try {
      return await print(bytes);
    } catch {
      // as bytes, then
    }
  }
  const escaped = [...bytes].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`);
  return `(module binary "${escaped.join('')}")`;
}

/**
 * The numbered cases: each is a module and, in comments below it, calls with their results or traps:
 *
 *     ;; name(i32:1,i64:-2) = f32:0.5
 *     ;; name() traps unreachable
 *
 * Traps are named as in `scripts/fuzz/engine.ts`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Argument, Engine, Outcome, Session } from '../../scripts/fuzz/engine.js';
import { signaturesOf } from '../../scripts/fuzz/wasmote-engine.js';
import { wat } from '../validation/wat.js';

export interface RegressCase {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly calls: readonly { readonly call: string; readonly expected: string }[];
}

const folder = fileURLToPath(new URL('./', import.meta.url));
const CALL = /^;; (\w+\(.*\)) (= .*|traps \w+|=)$/;

export const CASES: readonly RegressCase[] = readdirSync(folder)
  .filter((name) => name.endsWith('.wat'))
  .sort()
  .map((name) => {
    const text = readFileSync(folder + name, 'utf8');
    const calls = text.split('\n').flatMap((line) => {
      const match = CALL.exec(line.trimEnd());
      return match === null ? [] : [{ call: match[1]!, expected: match[2]! }];
    });
    return { name, bytes: wat(text), calls };
  });

function argument(text: string): Argument {
  const [type, value] = text.split(':') as [string, string];
  if (value === 'null') return null;
  return type === 'i64' ? BigInt(value) : Number(value);
}

function outcomeText(outcome: Outcome, types: readonly string[]): string {
  if (outcome.kind === 'trap') return `traps ${outcome.trap}`;
  return `= ${outcome.values.map((value, i) => `${types[i]}:${value}`).join()}`.trim();
}

/** Makes the calls of a case in one instance; returns what they came to. */
export function run(engine: Engine, { bytes, calls }: RegressCase): string[] {
  const session: Session | undefined = engine.load(bytes);
  if (session === undefined) return ['invalid'];
  const signatures = signaturesOf(bytes);
  return calls.map(({ call }) => {
    const [name, list] = call.slice(0, -1).split('(') as [string, string];
    const signature = signatures.find((found) => found.name === name)!;
    const args = list === '' ? [] : list.split(',').map(argument);
    return outcomeText(session.call(signature, args), signature.results);
  });
}

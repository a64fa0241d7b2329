import { CASES } from './all.js';
import type { Api } from './case.js';

declare function trace(text: string): void;

/** Runs all cases and prints a line for each: its name, and after a tab why it failed. */
export async function runCases(namespaces: readonly Api[]): Promise<void> {
  for (const { name, run } of CASES) {
    let failure = '';
    for (const api of namespaces) {
      try {
        await run(api);
      } catch (error) {
        failure ||= `\t${String(error)}`;
      }
    }
    trace(`${name}${failure}\n`);
  }
}

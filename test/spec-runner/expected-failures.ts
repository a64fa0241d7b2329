import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Platform, PROJECT } from './bundle.js';
import type { Failure, ScriptResult } from './script-runner.js';

/**
 * A reason, and what fails for it: `folder/script` for a whole script, in which some commands may
 * pass, or `folder/script:line` for a command, and those that need the module it should have made.
 */
interface Entry {
  readonly reason: string;
  readonly cases: readonly string[];
}

/** A result against the lists. */
export interface Judgement {
  readonly expected: readonly Failure[];
  readonly unexpected: readonly Failure[];
  /** Cases that are listed and passed. */
  readonly outdated: readonly string[];
}

/**
 * What an engine is known to fail: on every platform, and on one. What the interpreter fails, for want
 * of a proposal, the compiler does too.
 */
export class ExpectedFailures {
  private readonly cases = new Set<string>();

  constructor(engine: string, platform: Platform) {
    const names = [...new Set(['interpreter', engine])].flatMap((name) => [
      `${name}.json`,
      `${name}-${platform}.json`,
    ]);
    for (const name of names) {
      const path = join(PROJECT, 'test', 'expected-failures', name);
      if (!existsSync(path)) continue;
      const entries = JSON.parse(readFileSync(path, 'utf8')) as Entry[];
      for (const entry of entries) for (const found of entry.cases) this.cases.add(found);
    }
  }

  /** @param script as `folder/script` */
  judge(script: string, { failures }: ScriptResult): Judgement {
    // That a script does not come to its end is never expected.
    if (this.cases.has(script) && !failures.some(({ line }) => line === 0)) {
      const outdated = failures.length === 0 ? [script] : [];
      return { expected: failures, unexpected: [], outdated };
    }
    const isListed = ({ line, cause }: Failure): boolean =>
      this.cases.has(`${script}:${line}`) ||
      (cause !== undefined && this.cases.has(`${script}:${cause}`));
    const failed = new Set(failures.map(({ line }) => `${script}:${line}`));
    return {
      expected: failures.filter(isListed),
      unexpected: failures.filter((failure) => !isListed(failure)),
      outdated: [...this.cases].filter(
        (found) => found.startsWith(`${script}:`) && !failed.has(found),
      ),
    };
  }
}

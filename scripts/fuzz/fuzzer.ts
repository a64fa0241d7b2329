import { report } from './finding.js';
import { SOURCES } from './generate.js';
import { Random, seedOf } from './random.js';
import type { Rival } from './rivals.js';
import { surfaceOf } from './surface.js';
import { judge, trialsOf, type Trial } from './trial.js';

export interface FuzzOptions {
  readonly runs: number;
  readonly minutes: number;
  readonly seed: number;
  /** The number of the first module. */
  readonly from: number;
  /** Names of sources; the k-th module is of the k-th, and so on round. */
  readonly sources: readonly string[];
  readonly rivals: readonly Rival[];
  /** Whether findings become cases of `test/regress/`. */
  readonly keep: boolean;
}

interface Waiting {
  readonly k: number;
  readonly source: string;
  readonly trial: Trial;
}

/** Findings beyond these are counted, and not reduced. */
const MOST_REDUCED = 5;

/** Makes modules and lets rivals run them; those that take many at once run beside. */
export class Fuzzer {
  private readonly waiting = new Map<Rival, Waiting[]>();
  private readonly running = new Map<Rival, Promise<void>>();
  private readonly perRival = new Map<Rival, { runs: number; milliseconds: number }>();
  private modules = 0;
  private invalid = 0;
  private calls = 0;
  private differences = 0;
  private readonly begun = Date.now();

  constructor(private readonly options: FuzzOptions) {}

  /** @returns how many modules engines differed on */
  async run(): Promise<number> {
    const { runs, minutes, from } = this.options;
    const end = this.begun + minutes * 60_000;
    for (let k = from; k < from + runs && Date.now() < end; k++) {
      await this.module(k);
      if ((k - from + 1) % 500 === 0) this.progress(k - from + 1);
    }
    for (const rival of this.waiting.keys()) {
      await this.running.get(rival);
      await this.flush(rival);
    }
    for (const [{ name }, { runs, milliseconds }] of this.perRival) {
      console.log(`${name}: ${runs} runs, ${(milliseconds / 1000).toFixed(1)} s`);
    }
    const { modules, calls, differences, invalid } = this;
    console.log(`${modules} modules, ${calls} calls, ${differences} differences`);
    if (invalid > 0) console.log(`and ${invalid} modules that all engines found invalid`);
    return differences;
  }

  private progress(done: number): void {
    const { runs } = this.options;
    const seconds = ((Date.now() - this.begun) / 1000).toFixed(0);
    const of = runs < 1e9 ? ` of ${runs}` : '';
    process.stderr.write(`${done}${of}, ${this.differences} differences, ${seconds} s\n`);
  }

  private async module(k: number): Promise<void> {
    const { sources, seed, rivals } = this.options;
    const source = sources[k % sources.length]!;
    const bytes = await SOURCES[source]!(new Random(seedOf(seed, k)));
    if (bytes === undefined) return;
    if (surfaceOf(bytes) === undefined) this.invalid++;
    else this.modules++;
    for (const trial of trialsOf(bytes, rivals, seedOf(seed, k))) {
      const { rival } = trial;
      this.calls += trial.plan.rounds.flat().length;
      const list = this.waiting.get(rival) ?? [];
      this.waiting.set(rival, list);
      list.push({ k, source, trial });
      if (list.length < rival.batch) continue;
      await this.running.get(rival);
      const flushed = this.flush(rival);
      if (rival.batch === 1) await flushed;
      else this.running.set(rival, flushed);
    }
  }

  private async flush(rival: Rival): Promise<void> {
    const list = this.waiting.get(rival)!.splice(0);
    const begun = Date.now();
    const found = await judge(list.map(({ trial }) => trial));
    const { runs, milliseconds } = this.perRival.get(rival) ?? { runs: 0, milliseconds: 0 };
    this.perRival.set(rival, {
      runs: runs + list.length,
      milliseconds: milliseconds + Date.now() - begun,
    });
    for (const [i, difference] of found.entries()) {
      if (difference !== undefined) await this.differs(list[i]!, difference);
    }
  }

  private async differs({ k, source, trial }: Waiting, difference: string): Promise<void> {
    const { seed, keep } = this.options;
    const { rival, mode } = trial;
    const module = `--seed ${seed} --source '${source}' --from ${k} --runs 1`;
    const command = `npm run fuzz -- ${module} --only ${rival.name}`;
    const text = difference.length > 600 ? `${difference.slice(0, 600)}…` : difference;
    console.log(`seed ${seed}, module ${k} (${source}), ${rival.name} (${mode}): ${text}`);
    if (this.differences++ >= MOST_REDUCED) {
      console.log(`  again: ${command}`);
      return;
    }
    const name = `${seed}-${k}-${rival.name}`;
    console.log(await report({ trial, difference, name, command }, keep));
  }
}

import { report } from './finding.js';
import { SOURCES } from './generate.js';
import { Random, seedOf } from './random.js';
import type { Rival } from './rivals.js';
import { surfaceOf } from './surface.js';
import type { RivalTotals, Totals } from './totals.js';
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
  /** Whether less is done with each module (`trialsOf`), so that there can be more of them. */
  readonly brief: boolean;
  /** Whether the first finding is the last, and is not reduced. */
  readonly first: boolean;
  /** Of how many processes that share the modules this is which. */
  readonly shard: number;
  readonly shards: number;
  /** Called now and then. */
  onProgress(progress: Progress): void;
}

export interface Progress {
  /** Modules so far, valid or not. */
  readonly done: number;
  readonly differences: number;
}

interface Waiting {
  readonly k: number;
  readonly source: string;
  readonly trial: Trial;
}

/** Findings beyond these are counted, and not reduced. */
const MOST_REDUCED = 5;

/** Modules in a row that a process takes: all sources come in each. */
const SHARD_MODULES = 24;
const PROGRESS_MODULES = 100;

/** Makes modules and lets rivals run them; those that take many at once run beside. */
export class Fuzzer {
  private readonly waiting = new Map<Rival, Waiting[]>();
  private readonly running = new Map<Rival, Promise<void>>();
  private readonly rivals: Record<string, RivalTotals> = {};
  private modules = 0;
  private invalid = 0;
  private calls = 0;
  private differences = 0;
  private readonly begun = Date.now();

  constructor(private readonly options: FuzzOptions) {}

  async run(): Promise<Totals> {
    const { runs, minutes, from, shard, shards, onProgress } = this.options;
    const end = this.begun + minutes * 60_000;
    let done = 0;
    for (let k = from; k < from + runs && Date.now() < end && !this.isDone; k++) {
      if (Math.floor((k - from) / SHARD_MODULES) % shards !== shard) continue;
      await this.module(k);
      if (++done % PROGRESS_MODULES === 0) onProgress({ done, differences: this.differences });
    }
    for (const rival of this.waiting.keys()) {
      await this.running.get(rival);
      await this.flush(rival);
    }
    const { modules, invalid, calls, differences, rivals } = this;
    return { modules, invalid, calls, differences, rivals };
  }

  private get isDone(): boolean {
    return this.options.first && this.differences > 0;
  }

  private async module(k: number): Promise<void> {
    const { sources, seed, rivals, brief } = this.options;
    const source = sources[k % sources.length]!;
    const bytes = await SOURCES[source]!(new Random(seedOf(seed, k)));
    if (bytes === undefined) return;
    if (surfaceOf(bytes) === undefined) this.invalid++;
    else this.modules++;
    for (const trial of trialsOf(bytes, rivals, seedOf(seed, k), brief)) {
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
    const { runs, milliseconds } = this.rivals[rival.name] ?? { runs: 0, milliseconds: 0 };
    this.rivals[rival.name] = {
      runs: runs + list.length,
      milliseconds: milliseconds + Date.now() - begun,
    };
    for (const [i, difference] of found.entries()) {
      if (difference !== undefined) await this.differs(list[i]!, difference);
    }
  }

  private async differs({ k, source, trial }: Waiting, difference: string): Promise<void> {
    const { seed, keep, first } = this.options;
    const { rival, mode } = trial;
    const module = `--seed ${seed} --source '${source}' --from ${k} --runs 1`;
    const command = `npm run fuzz -- ${module} --only ${rival.name}`;
    const text = difference.length > 600 ? `${difference.slice(0, 600)}…` : difference;
    console.log(`seed ${seed}, module ${k} (${source}), ${rival.name} (${mode}): ${text}`);
    if (this.differences++ >= MOST_REDUCED || first) {
      console.log(`  again: ${command}`);
      return;
    }
    const name = `${seed}-${k}-${rival.name}`;
    console.log(await report({ trial, difference, name, command }, keep));
  }
}

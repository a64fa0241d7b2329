/** What app.js is to do. */
export interface Job {
  /**
   * `check`: only see whether each engine answers rightly; `time`: repetitions in turn; `count`: one
   * run each between calls of `Sim.now`.
   */
  readonly mode: 'check' | 'time' | 'count';
  /** The module, and the same with 64 KiB pages. */
  readonly file: string;
  readonly wideFile: string;
  readonly checksum: number;
  /** Repetitions, for `time`. */
  readonly rounds: number;
  /** How long a repetition is at least, for `time`. */
  readonly batchNs: number;
}

/** A line that app.js prints. */
export interface Answer {
  readonly engine: string;
  /** Why it fails, from `check`. */
  readonly reason?: string;
  /** Nanoseconds of a run in each repetition, from `time`. */
  readonly ns?: readonly number[];
}

/** The lines of an application's output. */
export function readAnswers(stdout: string): Answer[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);
}

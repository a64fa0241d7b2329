/** What a run of the fuzzer came to; those of several processes add up. */
export interface Totals {
  readonly modules: number;
  /** Modules that all engines found invalid. */
  readonly invalid: number;
  readonly calls: number;
  readonly differences: number;
  readonly rivals: Readonly<Record<string, RivalTotals>>;
}

export interface RivalTotals {
  readonly runs: number;
  readonly milliseconds: number;
}

export function sum(all: readonly Totals[]): Totals {
  const rivals: Record<string, RivalTotals> = {};
  const add = (of: (totals: Totals) => number): number =>
    all.reduce((total, totals) => total + of(totals), 0);
  for (const totals of all) {
    for (const [name, { runs, milliseconds }] of Object.entries(totals.rivals)) {
      const before = rivals[name] ?? { runs: 0, milliseconds: 0 };
      rivals[name] = {
        runs: before.runs + runs,
        milliseconds: before.milliseconds + milliseconds,
      };
    }
  }
  return {
    modules: add(({ modules }) => modules),
    invalid: add(({ invalid }) => invalid),
    calls: add(({ calls }) => calls),
    differences: add(({ differences }) => differences),
    rivals,
  };
}

/** The last lines of a run; the very last one counts. */
export function totalsText({ modules, invalid, calls, differences, rivals }: Totals): string {
  const lines = Object.entries(rivals).map(
    ([name, { runs, milliseconds }]) =>
      `${name}: ${runs} runs, ${(milliseconds / 1000).toFixed(1)} s`,
  );
  if (invalid > 0) lines.push(`beside ${invalid} modules that all engines found invalid:`);
  lines.push(`${modules} modules, ${calls} calls, ${differences} differences`);
  return lines.join('\n');
}

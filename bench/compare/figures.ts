import { geometricMean } from '../shared/statistics.js';
import type { Collection } from '../shared/programs.js';
import type { PlatformName } from './engines.js';

/** What a run of a program takes by each engine, or why the engine fails. */
export interface Row {
  readonly program: string;
  readonly collection: Collection;
  readonly figures: Readonly<Record<string, number | string>>;
}

/** Figures of one kind, measured at one place. */
export interface Sheet {
  readonly platform: PlatformName;
  /** Medians of nanoseconds, or machine instructions. */
  readonly unit: 'ns' | 'instructions';
  readonly rows: readonly Row[];
}

/** What `engine` takes of what `other` takes; undefined where one of them has no figure. */
export function ratio({ figures }: Row, engine: string, other: string): number | undefined {
  const [a, b] = [figures[engine], figures[other]];
  return typeof a === 'number' && typeof b === 'number' ? a / b : undefined;
}

/** The geometric mean of a collection's ratios; undefined where one is missing. */
export function meanRatio(
  { rows }: Pick<Sheet, 'rows'>,
  collection: Collection,
  engine: string,
  other: string,
): number | undefined {
  const ratios = rows
    .filter((row) => row.collection === collection)
    .map((row) => ratio(row, engine, other));
  const known = ratios.filter((one) => one !== undefined);
  return known.length > 0 && known.length === ratios.length ? geometricMean(known) : undefined;
}

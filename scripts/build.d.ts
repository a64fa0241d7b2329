/**
 * Runs rollup unless `dist/` is as new as its sources.
 *
 * @throws Error with what rollup said when it fails
 */
export function ensureBuilt(): Promise<void>;

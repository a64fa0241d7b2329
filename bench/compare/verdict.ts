import { meanRatio, ratio, type Sheet } from './figures.js';
import { LIMITS } from './limits.js';

/** One promise and what became of it. */
export interface Verdict {
  readonly what: string;
  /** Undefined where it was not measured, which does not keep a promise. */
  readonly value: number | undefined;
  readonly limit: number;
  readonly kept: boolean;
}

/** The ratios that have a limit, against it; for a sheet with all kernels on 32-bit XS. */
export function verdicts(sheet: Sheet): Verdict[] {
  const atMost = (what: string, value: number | undefined, limit: number): Verdict => ({
    what: `${what}, at most`,
    value,
    limit,
    kept: value !== undefined && value <= limit,
  });
  const mean = (engine: string, other: string): number | undefined =>
    meanRatio(sheet, 'kernels', engine, other);
  return [
    atMost('compiled / wasm2js -O2, mean', mean('compiled', 'wasm2js'), LIMITS.compiledToWasm2js),
    atMost(
      'compiled / JavaScript by hand, mean',
      mean('compiled', 'javascript'),
      LIMITS.compiledToJavascript,
    ),
    atMost('compiled / wasm2js -O2, worst kernel', worst(sheet), LIMITS.worstToWasm2js),
    atMost(
      'interpreter / compiled, mean',
      mean('interpreter', 'compiled'),
      LIMITS.interpreterToCompiled,
    ),
  ];
}

function worst({ rows }: Sheet): number | undefined {
  const ratios = rows
    .filter(({ collection }) => collection === 'kernels')
    .map((row) => ratio(row, 'compiled', 'wasm2js'));
  const known = ratios.filter((one) => one !== undefined);
  return known.length > 0 && known.length === ratios.length ? Math.max(...known) : undefined;
}

import { Config } from '../embedding/config.js';
import { Engine } from '../embedding/engine.js';
import { Run, type SelftestResult } from './run.js';

/** How a selftest runs. */
export interface SelftestOptions {
  /** Default: one that interprets and, in a program with the compiler, another that compiles. */
  readonly engine?: Engine;
  /** Takes the lines, without their ends; default: `trace`, which a board sends over its serial line. */
  readonly print?: (line: string) => void;
  /** How many deviations of an instruction are printed one by one; default: 4. */
  readonly examples?: number;
}

/** Of XS; nowhere else. */
declare const trace: ((text: string) => void) | undefined;

/**
 * Lets guests compute with numbers at their edges (NaN, negative zero, subnormal numbers, saturation,
 * conversions) and prints what comes to other bits than the specification says, instruction, operands
 * and both results in a line, and a summary in the last. What boards differ in: docs/conformance.md.
 * https://webassembly.github.io/spec/core/exec/numerics.html
 *
 * @throws TypeError where there is no `trace` and nothing else to print with
 *
 * @example
 * import { selftest } from 'wasmote/selftest';
 * const { deviations } = selftest();
 */
export function selftest(options: SelftestOptions = {}): SelftestResult {
  const run = new Run(
    options.engine === undefined ? availableEngines() : { engine: options.engine },
    options.print ?? traceLine,
    options.examples ?? 4,
  );
  // Loading takes most of a board's stack: it begins here, where little of it is taken.
  while (run.next()) {
    run.load();
    run.tryCases();
  }
  return run.finish();
}

function availableEngines(): Record<string, Engine> {
  const engines = { interpreter: new Engine(new Config().strategy('interpreter')) };
  let config: Config;
  try {
    config = new Config().strategy('compiler');
  } catch {
    return engines;
  }
  return { ...engines, compiler: new Engine(config) };
}

function traceLine(text: string): void {
  if (typeof trace !== 'function')
    throw new TypeError('selftest: there is no trace; give it print');
  trace(`${text}\n`);
}

/** Compiles functions one at a time, to methods that name the runtime's functions as methods, too. */
import type { ModuleCode } from '../runtime/module.js';
import { validateModule } from '../validation/module-validator.js';
import { leaf, Precedence } from './expression.js';
import { FunctionCompiler } from './function-compiler.js';
import { type FunctionSource, linked } from './function-source.js';
import type { Author } from './function-text.js';
import { methodName } from './guest.js';
import { BOARD_EXPRESSIONS, type Linkage } from './linkage.js';
import type { ModuleSurvey } from './survey.js';

/** What the engine takes that the functions are for. */
export interface ParserLimits {
  readonly properTailCalls: boolean;
  /** Bytes that no memory has. */
  readonly largestMemory: number;
  fits(text: string, nesting: number): boolean;
}

/** Arguments that XS takes; an i64 is two. */
const MOST_ARGUMENTS = 240;

/** @param source the module's bytes */
export function authorOf(
  module: ModuleCode,
  source: Uint8Array,
  survey: ModuleSurvey,
  limits: ParserLimits,
): Author {
  let used = new Set<string>();
  const linkage: Linkage = {
    helper: (name) => {
      used.add(`$${name}`);
      return `this.$${name}`;
    },
    min: { ...leaf('1<<31'), precedence: Precedence.Shift, slots: 2 },
    high: leaf('this.$high', 0, 0, 8),
    forget: () => used.clear(),
    takeOutside: () => 0,
    expressions: BOARD_EXPRESSIONS,
    properTailCalls: limits.properTailCalls,
    largestMemory: limits.largestMemory,
  };
  const { features, consumeFuel } = module.settings;
  return (index) => {
    const hasTailCalls = survey.hasTailCalls(index);
    if (hasTailCalls && !limits.properTailCalls) return undefined;
    if (2 * module.functionType(index).params.length > MOST_ARGUMENTS) return undefined;
    let made: FunctionSource | undefined;
    const emit = (compiled: FunctionSource): void => {
      made = compiled;
    };
    validateModule(
      source,
      features,
      (decoded) =>
        new FunctionCompiler(decoded, module.globalPlaces, survey, linkage, consumeFuel, emit),
      index,
    );
    const { callees, nesting } = made!;
    const text = linked(made!, () => 0);
    const names = [...[...callees].map(methodName), ...used];
    used = new Set();
    return limits.fits(text, nesting) ? { text, names, hasTailCalls } : undefined;
  };
}

/** Compiles functions one at a time, to methods that name the runtime's functions as methods, too. */
import type { DecodedModule } from '../binary/decoded-module.js';
import type { ModuleCode } from '../runtime/module.js';
import { validateModule } from '../validation/module-validator.js';
import { leaf, Precedence } from './expression.js';
import { FunctionCompiler } from './function-compiler.js';
import type { FunctionSource } from './function-source.js';
import type { Author, FunctionText } from './function-text.js';
import { methodName } from './guest.js';
import { BOARD_EXPRESSIONS, type Linkage, TOO_LONG } from './linkage.js';
import type { ModuleSurvey } from './survey.js';

/** What the engine takes that the functions are for. */
export interface ParserLimits {
  readonly properTailCalls: boolean;
  /** Bytes that no memory has. */
  readonly largestMemory: number;
  /** Characters of a text that the parser takes. */
  readonly mostCharacters: number;
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
  const writer = new Writer(module, source, survey, limits);
  return (index) => writer.text(index);
}

/** A class, because what a function holds of one around it takes slots of XS's stack. */
class Writer {
  private used = new Set<string>();
  private written: FunctionSource | undefined;
  private readonly visitorOf: (module: DecodedModule) => FunctionCompiler;

  constructor(
    private readonly module: ModuleCode,
    private readonly source: Uint8Array,
    private readonly survey: ModuleSurvey,
    private readonly limits: ParserLimits,
  ) {
    const linkage: Linkage = {
      helper: (name) => {
        this.used.add(`$${name}`);
        return `this.$${name}`;
      },
      min: { ...leaf('1<<31'), precedence: Precedence.Shift, slots: 2 },
      high: leaf('this.$high', 0, 0, 8),
      forget: () => this.used.clear(),
      takeOutside: () => 0,
      expressions: BOARD_EXPRESSIONS,
      properTailCalls: limits.properTailCalls,
      largestMemory: limits.largestMemory,
      // Lines may be taken out again, but few.
      mostCharacters: 1.5 * limits.mostCharacters,
    };
    const { globalPlaces, settings } = module;
    const emit = (made: FunctionSource): void => {
      this.written = made;
    };
    this.visitorOf = (decoded) =>
      new FunctionCompiler(decoded, globalPlaces, survey, linkage, settings.consumeFuel, emit);
  }

  text(index: number): FunctionText | undefined {
    const hasTailCalls = this.survey.hasTailCalls(index);
    if (hasTailCalls && !this.limits.properTailCalls) return undefined;
    if (2 * this.module.functionType(index).params.length > MOST_ARGUMENTS) return undefined;
    try {
      validateModule(this.source, this.module.settings.features, this.visitorOf, index);
    } catch (error) {
      if (error === TOO_LONG) return undefined;
      throw error;
    }
    return this.finish(hasTailCalls);
  }

  private finish(hasTailCalls: boolean): FunctionText | undefined {
    const { written, used, limits } = this;
    this.used = new Set();
    this.written = undefined;
    const { callees, nesting, text } = written!;
    const names = [...[...callees].map(methodName), ...used];
    return limits.fits(text, nesting) ? { text, names, hasTailCalls } : undefined;
  }
}

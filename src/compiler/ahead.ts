/** Compiles whole modules before they get to a device. */
import type { DecodedModule } from '../binary/decoded-module.js';
import { CompileError } from '../errors/errors.js';
import { globalLayout } from '../runtime/global-layout.js';
import { validateModule } from '../validation/module-validator.js';
import { type Expression, leaf } from './expression.js';
import { FunctionCompiler } from './function-compiler.js';
import type { FunctionSource } from './function-source.js';
import { methodName } from './guest.js';
import { DESKTOP_EXPRESSIONS, type Linkage } from './linkage.js';
import { Survey } from './survey.js';

/** A module's functions, as methods. */
export interface CompiledFunctions {
  /** `f7(x0){…}`, by their indices less the imports'. */
  readonly methods: readonly string[];
  /** Names of the runtime's functions that they call, `MIN` and `high` among them. */
  readonly names: ReadonlySet<string>;
}

/** How a module of JavaScript names what it imports. */
export class AheadLinkage implements Linkage {
  /** All that functions have. */
  readonly names = new Set<string>();
  private readonly outside = new Set<string>();
  readonly properTailCalls = true;
  readonly expressions = DESKTOP_EXPRESSIONS;
  readonly mostCharacters = Infinity;

  constructor(readonly largestMemory: number) {}

  helper(name: string): string {
    this.outside.add(name);
    return name;
  }

  get min(): Expression {
    return leaf(this.helper('MIN'));
  }

  get high(): Expression {
    return leaf(this.helper('high'));
  }

  forget(): void {
    this.outside.clear();
  }

  takeOutside(): number {
    for (const name of this.outside) this.names.add(name);
    return this.outside.size;
  }
}

/** Arguments that XS takes, an i64 as two; one more says what is left of the stack. */
const MOST_ARGUMENTS = 250;

/**
 * @param features bits of `Feature` that the module may use
 * @param largestMemory bytes that no linear memory has where the code runs
 * @throws CompileError when the module is not valid, or XS cannot have one of its functions
 */
export function compileAhead(
  bytes: Uint8Array,
  features: number,
  consumeFuel: boolean,
  largestMemory: number,
): CompiledFunctions {
  let survey: Survey | undefined;
  validateModule(bytes, features, (module) => (survey = new Survey(module, undefined, true)));
  const linkage = new AheadLinkage(largestMemory);
  let sources: FunctionSource[];
  do {
    sources = [];
    linkage.names.clear();
    validateModule(bytes, features, (module: DecodedModule) => {
      checkArguments(module);
      const emit = (source: FunctionSource): unknown => sources.push(source);
      const places = globalLayout(module);
      return new FunctionCompiler(module, places, survey!, linkage, consumeFuel, emit);
    });
  } while (survey!.tellLarge(sources));
  const methods = sources.map(({ index, text }) => methodName(index) + text);
  return { methods, names: linkage.names };
}

function checkArguments({ functions, importedFunctions, types }: DecodedModule): void {
  for (let i = importedFunctions; i < functions.length; i++) {
    if (2 * types[functions[i]!]!.params.length > MOST_ARGUMENTS) {
      throw new CompileError(`function ${i} has more parameters than XS takes arguments`);
    }
  }
}

import { SectionId } from '../../src/binary/section-id.js';
import { authorOf } from '../../src/compiler/author.js';
import { MOST_CHARACTERS, parserLimits } from '../../src/compiler/parser-limits.device.js';
import { Survey } from '../../src/compiler/survey.js';
import { Config, Engine, Module } from '../../src/index.js';
import type { FunctionVisitor } from '../../src/validation/function-visitor.js';
import { validateModule } from '../../src/validation/module-validator.js';

/** A function that stays interpreted, and why. */
export interface Refusal {
  readonly index: number;
  readonly reason: string;
}

/** What there is of functions besides the refused ones. */
interface Remaining {
  readonly functions: number;
  readonly wasmBytes: number;
  readonly refused: readonly Refusal[];
}

/** The code of a module, as WebAssembly. */
export interface CodeOfModule {
  /** @param refused indices of functions that are not to be counted */
  without(refused: readonly number[]): Remaining;
}

export function moduleCode(bytes: Uint8Array): CodeOfModule {
  const engine = new Engine(new Config().strategy('interpreter'));
  const module = new Module(engine, bytes);
  const { features } = engine.settings;
  const bodyBytes = new Map<number, number>();
  let survey!: Survey;
  const { sectionStart, sectionEnd } = validateModule(bytes, features, (decoded) => {
    survey = new Survey(decoded, sizesInto(bodyBytes));
    return survey;
  });

  const reasonFor = (index: number): string => {
    let reason = 'XS has no such call';
    authorOf(module, bytes, survey, {
      ...parserLimits,
      fits(text, nesting) {
        const fits = parserLimits.fits(text, nesting);
        if (text.length > MOST_CHARACTERS)
          reason = `${text.length} characters of source, of which the parser takes ${MOST_CHARACTERS}`;
        else if (!fits) reason = "nested too deeply for the parser's C stack";
        return fits;
      },
    })(index);
    return reason;
  };

  return {
    without: (refused) => ({
      functions: bodyBytes.size,
      wasmBytes: refused.reduce(
        (rest, index) => rest - withSize(bodyBytes.get(index)!),
        sectionEnd[SectionId.Code]! - sectionStart[SectionId.Code]!,
      ),
      refused: refused.map((index) => ({ index, reason: reasonFor(index) })),
    }),
  };
}

/** A body and its size, a number of LEB128, before it. */
function withSize(bodyBytes: number): number {
  return bodyBytes + Math.ceil((32 - Math.clz32(bodyBytes)) / 7);
}

/** Notes the bytes of each body, by the function's index. */
function sizesInto(sizes: Map<number, number>): FunctionVisitor {
  return {
    begin: (index, _type, _locals, _count, bodySizeBytes) => void sizes.set(index, bodySizeBytes),
    again: () => false,
    block: () => undefined,
    else: () => undefined,
    end: () => undefined,
    brTable: () => undefined,
    duplicate: () => undefined,
    instruction: () => undefined,
    extended: () => undefined,
    tryTable: () => undefined,
    narrow: () => undefined,
  };
}

import { AheadLinkage } from '../compiler/ahead.js';
import { FunctionCompiler } from '../compiler/function-compiler.js';
import type { FunctionSource } from '../compiler/function-source.js';
import { methodName } from '../compiler/guest.js';
import type { Survey } from '../compiler/survey.js';
import { globalLayout } from '../runtime/global-layout.js';
import { validateModule } from '../validation/module-validator.js';
import { Lines } from './links/lines.js';
import type { Ends } from './links/origins.js';
import { Trace } from './links/trace.js';

/** More than any board has: see embedding/compile-module.ts. */
const LARGEST_MEMORY = 2 ** 30;

/** A line of a function's JavaScript, and where the instructions end that caused it. */
export interface JavascriptLine {
  readonly text: string;
  /** Empty for what the function begins with. */
  readonly ends: Ends;
}

/** The JavaScript of a module's functions. */
export class Javascript {
  private readonly sources = new Map<number, FunctionSource>();
  /** The lines as the compiler wrote them, blank ones included, by function. */
  private readonly lines = new Map<number, readonly string[]>();
  private trace!: Trace<string>;

  /**
   * @param bytes a valid module
   * @param survey of its functions
   */
  constructor(bytes: Uint8Array, features: number, consumeFuel: boolean, survey: Survey) {
    do this.compile(bytes, features, consumeFuel, survey);
    while (survey.tellLarge([...this.sources.values()]));
  }

  private compile(bytes: Uint8Array, features: number, consumeFuel: boolean, survey: Survey): void {
    validateModule(bytes, features, (module, reader) => {
      const compiler = new FunctionCompiler(
        module,
        globalLayout(module),
        survey,
        new AheadLinkage(LARGEST_MEMORY),
        consumeFuel,
        (source) => {
          this.sources.set(source.index, source);
          this.lines.set(source.index, compiler.lines);
        },
      );
      this.trace = new Trace(compiler, new Lines(compiler), module, reader);
      return this.trace;
    });
  }

  /** Characters of a function's JavaScript. */
  sizeOf(index: number): number {
    return methodName(index).length + this.text(index).length;
  }

  private text(index: number): string {
    return this.sources.get(index)!.text;
  }

  /** A function's lines; indented, which the compiler does without. */
  function(index: number): JavascriptLine[] {
    const { text } = this.sources.get(index)!;
    const written = this.written(index);
    const finished = text.split('\n');
    const texts = `${methodName(index)}${this.text(index)}`.split('\n');
    const ends = finished.map((): Ends => []);
    // The lines that were written come last. Of the first, some may have become declarations.
    let last = finished.length - 2;
    while (last > 0 && written.at(-1)?.text === finished[last]) ends[last--] = written.pop()!.ends;
    ends[Math.max(0, last)] = written.flatMap((line) => line.ends);
    return indented(texts).map((text, i) => ({ text, ends: ends[i]! }));
  }

  /** The lines that the compiler wrote and did not leave blank. */
  private written(index: number): JavascriptLine[] {
    const { ends } = this.trace.functions.get(index)!;
    const lines = this.lines.get(index)!;
    return lines
      .map((text, i) => ({ text, ends: ends[i] ?? [] }))
      .filter(({ text }) => text !== '');
  }
}

function indented(lines: readonly string[]): string[] {
  let depth = 0;
  return lines.map((line) => {
    const outdent = line.startsWith('}') ? 1 : 0;
    const indent = '  '.repeat(Math.max(0, depth - outdent));
    depth += line.split('{').length - line.split('}').length;
    return indent + line;
  });
}

import type { DecodedModule } from '../binary/decoded-module.js';
import { Reader } from '../binary/reader.js';
import { SectionId } from '../binary/section-id.js';
import { Translator } from '../interpreter/translator.js';
import { globalLayout } from '../runtime/global-layout.js';
import { ExternKind } from '../types/extern-kind.js';
import { validateModule } from '../validation/module-validator.js';
import { Survey } from '../compiler/survey.js';
import { Javascript } from './javascript.js';
import { Trace } from './links/trace.js';
import { Words } from './links/words.js';
import type { FunctionSizes, FunctionView, Line } from './model.js';
import { Disassembly } from './registers/disassembly.js';
import { Fields } from './wat/fields.js';
import { type Body, functionText } from './wat/function.js';
import { Names, Space } from './wat/names.js';
import { visible } from './wat/string.js';
import { TypeTexts } from './wat/types.js';

export interface ExplorationOptions {
  /** Bits of `Feature` that the module may use. */
  readonly features: number;
  /** Whether the code counts fuel. */
  readonly consumeFuel: boolean;
  /** Of lists (data, elements, labels, locals), only so many elements are printed. */
  readonly listLimit: number;
}

/** A module in the text format, as register code and as JavaScript, function by function. */
export class Exploration {
  readonly names: Names;
  readonly fields: Fields;
  readonly disassembly: Disassembly;
  private readonly types: TypeTexts;
  private readonly javascript: Javascript;
  private readonly module: DecodedModule;
  private readonly trace: Trace<number>;
  private readonly bodies: readonly Body[];
  /** The names under which functions are exported, by index. */
  private readonly exports = new Map<number, string[]>();

  /** @throws CompileError when the bytes are no valid module */
  constructor(
    bytes: Uint8Array,
    private readonly options: ExplorationOptions,
  ) {
    const { features, consumeFuel, listLimit } = options;
    let translator: Translator;
    let trace: Trace<number>;
    let survey: Survey;
    this.module = validateModule(bytes, features, (module, reader) => {
      translator = new Translator(module, globalLayout(module), consumeFuel);
      trace = new Trace(translator, new Words(translator.code), module, reader);
      survey = new Survey(module, trace, true);
      return survey;
    });
    this.trace = trace!;
    this.javascript = new Javascript(bytes, features, consumeFuel, survey!);
    const { functions, importedFunctions } = this.module;
    this.bodies = readBodies(this.module);
    this.names = new Names(bytes);
    this.types = new TypeTexts(this.module, this.names);
    this.fields = new Fields(this.module, this.names, this.types, listLimit);
    this.disassembly = new Disassembly(
      translator!.finish(),
      functions.length,
      importedFunctions,
      this.names,
      translator!.stack.traits,
    );
    for (const { kind, index, name } of this.fields.readExports()) {
      if (kind !== ExternKind.Function) continue;
      const names = this.exports.get(index);
      if (names === undefined) this.exports.set(index, [name]);
      else names.push(name);
    }
  }

  /** Indices of the functions that have a body: from this one … */
  get firstFunction(): number {
    return this.module.importedFunctions;
  }

  /** … to the one before this. */
  get endFunction(): number {
    return this.module.functions.length;
  }

  /** What people call a function: its name, one under which it is exported, or its index. */
  nameOf(index: number): string {
    const name = this.names.get(Space.Function, index);
    const exported = this.exports.get(index)?.find((text) => text !== '');
    return visible(name || exported || `func ${index}`);
  }

  /** All names of a function, those of its exports included. */
  namesOf(index: number): string[] {
    const name = this.names.get(Space.Function, index);
    const exported = this.exports.get(index) ?? [];
    return name === undefined ? exported : [name, ...exported];
  }

  sizesOf(index: number): FunctionSizes {
    const { start, end } = this.body(index);
    const words = this.trace.functions.get(index)!.ends.length;
    return {
      wasmBytes: end - start,
      registerBytes: 4 * (1 + words),
      javascriptChars: this.javascript.sizeOf(index),
    };
  }

  /** The WAT of a function, line by line. */
  wat(index: number): Line[] {
    const { module, names, types, exports, options } = this;
    const exported = exports.get(index) ?? [];
    return functionText(module, names, types, this.body(index), exported, options.listLimit);
  }

  /** A function in all its forms, linked. */
  view(index: number): FunctionView {
    const wat = this.wat(index);
    /** The offset of the instruction, by where it ends: where the next one begins. */
    const offsets = new Map<number, number>();
    wat.forEach(({ at }, i) => offsets.set(wat[i + 1]?.at ?? this.body(index).end, at));
    const { start, ends } = this.trace.functions.get(index)!;
    const registers = this.disassembly.function(index).map(({ at, text }): Line => {
      // The entry stands apart from the rest.
      const causes = at < start ? undefined : ends[at - start];
      return { at, text, offsets: causes?.map((end) => offsets.get(end)!) ?? [wat[0]!.at] };
    });
    const javascript = this.javascript
      .function(index)
      .map(({ text, ends }, i, { length }): Line => {
        const causes = i === length - 1 ? [this.body(index).end] : ends;
        const at =
          causes.length === 0 ? [wat[0]!.at] : ascending(causes.map((end) => offsets.get(end)!));
        return { at: i + 1, text, offsets: at };
      });
    const [name, sizes] = [this.nameOf(index), this.sizesOf(index)];
    return { index, name, wat, registers, javascript, sizes };
  }

  private body(index: number): Body {
    return this.bodies[index - this.firstFunction]!;
  }
}

function readBodies({ bytes, sectionStart, importedFunctions }: DecodedModule): Body[] {
  const start = sectionStart[SectionId.Code]!;
  if (start === 0) return [];
  const reader = new Reader(bytes, start);
  const count = reader.u32();
  return Array.from({ length: count }, (_, k) => {
    const size = reader.u32();
    const start = reader.position;
    reader.skip(size);
    return { index: importedFunctions + k, start, end: start + size };
  });
}

/** Each once. A line that the compiler wrote anew has those of what it was before, too. */
function ascending(offsets: readonly number[]): number[] {
  return [...new Set(offsets)].sort((a, b) => a - b);
}

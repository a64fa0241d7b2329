import type { DecodedModule } from '../../binary/decoded-module.js';
import { readDataSegment } from '../../binary/data-section.js';
import { ElementMode, readElementSegment } from '../../binary/element-section.js';
import { readExports } from '../../binary/export-section.js';
import { readGlobal } from '../../binary/global-section.js';
import { readImports } from '../../binary/import-section.js';
import type { Reader } from '../../binary/reader.js';
import { SectionId } from '../../binary/section-id.js';
import { readTable } from '../../binary/table-section.js';
import type { Export, Import } from '../../binary/decoded-module.js';
import { Op } from '../../opcodes/op.js';
import { ExternKind } from '../../types/extern-kind.js';
import { more, readInstruction } from './instruction.js';
import { type Names, Space } from './names.js';
import { bytesText, identifier, stringText } from './string.js';
import { memoryTypeText, type TypeTexts, words } from './types.js';

/** A kind of extern in the text format, and the space of its index. */
const EXTERNS = {
  [ExternKind.Function]: { keyword: 'func', space: Space.Function },
  [ExternKind.Table]: { keyword: 'table', space: Space.Table },
  [ExternKind.Memory]: { keyword: 'memory', space: Space.Memory },
  [ExternKind.Global]: { keyword: 'global', space: Space.Global },
  [ExternKind.Tag]: { keyword: 'tag', space: Space.Tag },
} as const;

/** The bit of what a segment begins with that says that it names its table or memory. */
const EXPLICIT = 2;

/** Prints the fields of a module that are no functions. */
export class Fields {
  constructor(
    private readonly module: DecodedModule,
    private readonly names: Names,
    private readonly types: TypeTexts,
    /** Of segments and types, only so many elements, bytes or lines are printed. */
    private readonly listLimit: number,
  ) {}

  /**
   * What stands before the functions: types, imports, tables, memories, tags, globals.
   * https://webassembly.github.io/spec/core/text/modules.html
   */
  before(): string[] {
    return [
      ...this.limited(this.types.definitions()),
      ...this.limited(this.imports()),
      ...this.limited(this.tables()),
      ...this.limited(this.memories()),
      ...this.limited(this.tags()),
      ...this.limited(this.globals()),
    ];
  }

  /** What stands behind them: exports, the start function, segments. */
  after(): string[] {
    const { start } = this.module;
    return [
      ...this.limited(this.exports()),
      ...(start < 0 ? [] : [`(start ${this.names.use(Space.Function, start)})`]),
      ...this.limited(this.elements()),
      ...this.limited(this.data()),
    ];
  }

  /** The exports, for who looks for the names of functions. */
  readExports(): Export[] {
    const reader = this.section(SectionId.Export);
    return reader === undefined ? [] : readExports(reader);
  }

  readImports(): Import[] {
    const reader = this.section(SectionId.Import);
    return reader === undefined ? [] : readImports(reader, this.types.known);
  }

  private limited(lines: Generator<string>): string[] {
    const shown: string[] = [];
    let left = 0;
    for (const line of lines) {
      if (shown.length < this.listLimit) shown.push(line);
      else left++;
    }
    if (left > 0) shown.push(more(left));
    return shown;
  }

  /** A reader at a section's contents; undefined where there is none. */
  private section(id: SectionId): Reader | undefined {
    const start = this.module.sectionStart[id]!;
    return start === 0 ? undefined : this.types.reader(this.module.bytes, start);
  }

  private *imports(): Generator<string> {
    const indices = [0, 0, 0, 0, 0];
    for (const entry of this.readImports()) {
      const { keyword, space } = EXTERNS[entry.kind];
      const definition = this.names.definition(space, indices[entry.kind]!++);
      yield (
        `(import ${stringText(entry.module)} ${stringText(entry.name)} ` +
        `(${keyword} ${definition} ${this.importType(entry)}))`
      );
    }
  }

  private importType(entry: Import): string {
    switch (entry.kind) {
      case ExternKind.Function:
        return this.types.use(entry.typeIndex);
      case ExternKind.Table:
        return this.types.table(entry.type);
      case ExternKind.Memory:
        return memoryTypeText(entry.type);
      case ExternKind.Global:
        return this.types.global(entry.type);
      case ExternKind.Tag:
        return this.types.use(entry.type.id!);
    }
  }

  private *tables(): Generator<string> {
    const { module, names } = this;
    const reader = this.section(SectionId.Table);
    if (reader === undefined) return;
    const count = reader.u32();
    for (let k = 0; k < count; k++) {
      const { type, initStart } = readTable(reader);
      const definition = names.definition(Space.Table, module.importedTables + k);
      const init = initStart < 0 ? '' : this.expression(this.types.reader(module.bytes, initStart));
      yield `(table ${words(definition, this.types.table(type), init)})`;
    }
  }

  private *memories(): Generator<string> {
    const { memories, importedMemories } = this.module;
    for (let index = importedMemories; index < memories.length; index++) {
      const definition = this.names.definition(Space.Memory, index);
      yield `(memory ${definition} ${memoryTypeText(memories[index]!)})`;
    }
  }

  private *tags(): Generator<string> {
    const imported = this.readImports().filter(({ kind }) => kind === ExternKind.Tag).length;
    const reader = this.section(SectionId.Tag);
    if (reader === undefined) return;
    const count = reader.u32();
    for (let k = 0; k < count; k++) {
      // The attribute, of which there is one.
      reader.skip(1);
      const definition = this.names.definition(Space.Tag, imported + k);
      yield `(tag ${definition} ${this.types.use(reader.u32())})`;
    }
  }

  private *globals(): Generator<string> {
    const reader = this.section(SectionId.Global);
    if (reader === undefined) return;
    const { importedGlobals, bytes } = this.module;
    const count = reader.u32();
    for (let k = 0; k < count; k++) {
      const { type, initStart } = readGlobal(reader);
      const definition = this.names.definition(Space.Global, importedGlobals + k);
      const init = this.expression(this.types.reader(bytes, initStart));
      yield `(global ${definition} ${this.types.global(type)} ${init})`;
    }
  }

  private *exports(): Generator<string> {
    for (const { name, kind, index } of this.readExports()) {
      const { keyword, space } = EXTERNS[kind];
      yield `(export ${stringText(name)} (${keyword} ${this.names.use(space, index)}))`;
    }
  }

  private *elements(): Generator<string> {
    const { names, module } = this;
    const reader = this.section(SectionId.Element);
    if (reader === undefined) return;
    const count = reader.u32();
    for (let k = 0; k < count; k++) {
      const explicit = (module.bytes[reader.position]! & EXPLICIT) !== 0;
      const { mode, table, offsetStart, type, count, itemsStart, expressions } =
        readElementSegment(reader);
      const mark =
        mode === ElementMode.Declarative
          ? 'declare'
          : mode === ElementMode.Active
            ? this.place('table', Space.Table, explicit ? table : -1, offsetStart)
            : '';
      const items = this.items(itemsStart, count, expressions);
      const kind = expressions ? this.types.value(type) : 'func';
      yield `(elem ${words(names.definition(Space.Element, k), mark, kind, items)})`;
    }
  }

  private items(start: number, count: number, expressions: boolean): string {
    const reader = this.types.reader(this.module.bytes, start);
    const shown: string[] = [];
    for (let k = 0; k < count && k < this.listLimit; k++) {
      shown.push(
        expressions
          ? `(item ${this.expression(reader)})`
          : this.names.use(Space.Function, reader.u32()),
      );
    }
    if (count > shown.length) shown.push(more(count - shown.length));
    return shown.join(' ');
  }

  private *data(): Generator<string> {
    const { names, module } = this;
    const reader = this.section(SectionId.Data);
    if (reader === undefined) return;
    const count = reader.u32();
    for (let k = 0; k < count; k++) {
      const explicit = (module.bytes[reader.position]! & EXPLICIT) !== 0;
      const { active, memory, offsetStart, start, size } = readDataSegment(reader);
      const definition = names.definition(Space.Data, k);
      const index = explicit ? memory : -1;
      const place = active ? this.place('memory', Space.Memory, index, offsetStart) : '';
      const shown = Math.min(size, this.listLimit);
      const bytes = bytesText(module.bytes.subarray(start, start + shown));
      const rest = size > shown ? more(size - shown) : '';
      yield `(data ${words(definition, place, bytes, rest)})`;
    }
  }

  /**
   * Where an active segment goes.
   * @param index −1 where the segment does not say
   */
  private place(keyword: string, space: Space, index: number, offsetStart: number): string {
    const offset = this.expression(this.types.reader(this.module.bytes, offsetStart));
    const target = index < 0 ? '' : `(${keyword} ${this.names.use(space, index)})`;
    return words(target, `(offset ${offset})`);
  }

  /** A constant expression, without its `end`. */
  private expression(reader: Reader): string {
    const { names, types, listLimit } = this;
    const around = { names, types, functionIndex: -1, depth: 0, listLimit };
    const texts: string[] = [];
    for (;;) {
      const { op, text } = readInstruction(reader, around);
      if (op === Op.end) return texts.join(' ');
      texts.push(text);
    }
  }

  /** What the module begins with. */
  head(): string {
    const { module: name } = this.names;
    return name === '' ? '(module' : `(module ${identifier(name)}`;
  }
}

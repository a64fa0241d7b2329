import { readBodyCount, readBodySize } from '../binary/code-section.js';
import { readCustomName } from '../binary/custom-section.js';
import { readDataCount } from '../binary/data-count-section.js';
import { readDataSegment, readDataSegmentCount } from '../binary/data-section.js';
import type { DecodedModule } from '../binary/decoded-module.js';
import { ElementMode, readElementCount, readElementSegment } from '../binary/element-section.js';
import { readExport, readExportCount } from '../binary/export-section.js';
import { readFunctionCount, readTypeIndex } from '../binary/function-section.js';
import { readGlobal } from '../binary/global-section.js';
import { readHeader } from '../binary/header.js';
import { readImport, readImportCount } from '../binary/import-section.js';
import { readMemoryType } from '../binary/memory-section.js';
import { Reader } from '../binary/reader.js';
import { SECTION_IDS, SectionId } from '../binary/section-id.js';
import { readStart } from '../binary/start-section.js';
import { readTable } from '../binary/table-section.js';
import { tagReaders } from '../binary/tag-section.js';
import { readTypes } from '../binary/type-section.js';
import {
  duplicateExportName,
  inconsistentData,
  inconsistentFunctions,
  invalidStartFunction,
  malformedSectionId,
  sectionSizeMismatch,
  tooMany,
  typeMismatch,
  unexpectedContent,
  unknown,
} from '../errors/compile-errors.js';
import { Feature } from '../opcodes/feature.js';
import { ExternKind, externKindName } from '../types/extern-kind.js';
import { MAX_FUNCTIONS, MAX_GLOBALS, MAX_MEMORIES, MAX_TABLES } from '../types/maximum.js';
import { isSubtype } from '../types/type-rules.js';
import { isNonNull } from '../types/value-type.js';
import { canonicalTypes } from './canonical-types.js';
import { ConstantExpressionValidator } from './constant-expression.js';
import { FunctionValidator } from './function-validator.js';
import type { FunctionVisitor } from './function-visitor.js';
import type { Room } from './room.js';

/**
 * Makes the visitor of a module's functions. Called once for a module, when all that precedes the
 * code section is known; without a code section, when everything is. Whenever the visitor is shown
 * an instruction, the reader is behind its last byte.
 */
export type VisitorFactory = (module: DecodedModule, reader: Reader) => FunctionVisitor;

/**
 * Decodes and validates a module in one pass over its bytes, and shows a visitor the instructions
 * of its functions.
 *
 * What the visitor made is worth nothing when this throws in the end.
 *
 * @param features bits of `Feature` that the module may use
 * @param only when it is not negative: the function to look at, in a module that is valid
 * @param room asked for what blocks and operands take that are many
 * @throws CompileError for the first error in the bytes, with its offset
 * https://webassembly.github.io/spec/core/valid/modules.html
 */
export function validateModule(
  bytes: Uint8Array,
  features: number,
  visitorFactory?: VisitorFactory,
  only = -1,
  room?: Room,
): DecodedModule {
  return new ModuleValidator(new Reader(bytes, 0, features), visitorFactory, only, room).validate();
}

/** The sections' order, by id: tags before globals, the data count before code and data. */
const ORDER: readonly number[] = Object.freeze([0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6]);

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

class ModuleValidator {
  private readonly module: Mutable<DecodedModule>;
  private readonly expressions: ConstantExpressionValidator;
  private visitor: FunctionVisitor | undefined;
  private dataSegments = 0;
  private bodies = 0;

  constructor(
    private readonly reader: Reader,
    private readonly visitorFactory: VisitorFactory | undefined,
    private readonly only: number,
    private readonly room: Room | undefined,
  ) {
    this.module = {
      features: reader.features,
      usedFeatures: 0,
      types: [],
      canonicalTypes: [],
      functions: [],
      importedFunctions: 0,
      tables: [],
      importedTables: 0,
      memories: [],
      importedMemories: 0,
      globals: [],
      importedGlobals: 0,
      tags: [],
      globalInits: [],
      exportedGlobals: new Set(),
      bytes: reader.bytes,
      elements: [],
      dataCount: -1,
      start: -1,
      declaredFunctions: new Set(),
      sectionStart: new Array<number>(SECTION_IDS).fill(0),
      sectionEnd: new Array<number>(SECTION_IDS).fill(0),
    };
    this.expressions = new ConstantExpressionValidator(this.module);
  }

  validate(): DecodedModule {
    const { reader, module } = this;
    readHeader(reader);
    let last: SectionId = SectionId.Custom;
    while (reader.position < reader.end) {
      const offset = reader.position;
      const id: SectionId = reader.u8();
      if (id >= SECTION_IDS) throw malformedSectionId(offset);
      if (id !== SectionId.Custom) {
        if (ORDER[id]! <= ORDER[last]!) throw unexpectedContent(offset);
        last = id;
      }
      const size = reader.length();
      const start = reader.position;
      const end = start + size;
      if (id === SectionId.Custom) {
        readCustomName(reader, end);
        reader.position = end;
        continue;
      }
      module.sectionStart[id] = start;
      module.sectionEnd[id] = end;
      this.expressions.sectionEnd = end;
      // Compiling, which takes much of XS's stack, takes the place of this function there.
      if (this.only >= 0 && id === SectionId.Code) return this.code();
      this.section(id);
      if (reader.position !== end) throw sectionSizeMismatch(offset);
    }
    if (this.bodies !== module.functions.length - module.importedFunctions) {
      throw inconsistentFunctions(reader.end);
    }
    if (module.dataCount > this.dataSegments) throw inconsistentData(reader.end);
    this.makeVisitor();
    module.usedFeatures = reader.used;
    return module;
  }

  private section(id: SectionId): void {
    switch (id) {
      case SectionId.Type:
        this.module.types = readTypes(this.reader);
        this.module.canonicalTypes = canonicalTypes(this.module.types);
        break;
      case SectionId.Import:
        this.imports();
        break;
      case SectionId.Function:
        this.functions();
        break;
      case SectionId.Table:
        this.tables();
        break;
      case SectionId.Memory:
        this.memories();
        break;
      case SectionId.Global:
        this.globals();
        break;
      case SectionId.Export:
        this.exports();
        break;
      case SectionId.Start:
        this.start();
        break;
      case SectionId.Element:
        this.elements();
        break;
      case SectionId.DataCount:
        this.module.dataCount = readDataCount(this.reader);
        break;
      case SectionId.Code:
        this.code();
        break;
      case SectionId.Data:
        this.data();
        break;
      case SectionId.Tag:
        tagReaders(this.reader).readTags(this.reader, this.module.types, this.module.tags);
        break;
    }
  }

  /** https://webassembly.github.io/spec/core/valid/modules.html#imports */
  private imports(): void {
    const { reader, module } = this;
    for (let left = readImportCount(reader); left > 0; left--) {
      const offset = reader.position;
      const entry = readImport(reader, module.types);
      switch (entry.kind) {
        case ExternKind.Function:
          module.functions.push(entry.typeIndex);
          break;
        case ExternKind.Table:
          module.tables.push(entry.type);
          this.checkTables(offset);
          break;
        case ExternKind.Memory:
          module.memories.push(entry.type);
          this.checkMemories(offset);
          break;
        case ExternKind.Global:
          module.globals.push(entry.type);
          module.globalInits.push(0);
          this.checkGlobals(offset);
          break;
        case ExternKind.Tag:
          module.tags.push(entry.type);
          break;
      }
    }
    module.importedFunctions = module.functions.length;
    module.importedTables = module.tables.length;
    module.importedMemories = module.memories.length;
    module.importedGlobals = module.globals.length;
  }

  private functions(): void {
    const { reader, module } = this;
    for (let left = readFunctionCount(reader); left > 0; left--) {
      const offset = reader.position;
      module.functions.push(readTypeIndex(reader, module.types));
      if (module.functions.length > MAX_FUNCTIONS) throw tooMany('functions', offset);
    }
  }

  /** https://webassembly.github.io/spec/core/valid/modules.html#tables */
  private tables(): void {
    const { reader } = this;
    for (let left = reader.count(MAX_TABLES, 'tables'); left > 0; left--) {
      const offset = reader.position;
      const { type, initStart } = readTable(reader, this.expressions);
      if (initStart < 0 && isNonNull(type.element)) throw typeMismatch(offset);
      this.module.tables.push(type);
      this.checkTables(offset);
    }
  }

  private checkTables(offset: number): void {
    const { length } = this.module.tables;
    if (length > 1) this.reader.require(Feature.ReferenceTypes, offset);
    if (length > MAX_TABLES) throw tooMany('tables', offset);
  }

  /** https://webassembly.github.io/spec/core/valid/modules.html#memories */
  private memories(): void {
    const { reader } = this;
    for (let left = reader.count(MAX_MEMORIES, 'memories'); left > 0; left--) {
      const offset = reader.position;
      this.module.memories.push(readMemoryType(reader));
      this.checkMemories(offset);
    }
  }

  private checkMemories(offset: number): void {
    const { length } = this.module.memories;
    if (length > 1) this.reader.require(Feature.MultiMemory, offset);
    if (length > MAX_MEMORIES) throw tooMany('memories', offset);
  }

  /**
   * A global's first value may depend on the globals before it.
   * https://webassembly.github.io/spec/core/valid/modules.html#globals
   */
  private globals(): void {
    const { reader, module } = this;
    for (let left = reader.count(MAX_GLOBALS, 'globals'); left > 0; left--) {
      const offset = reader.position;
      const { type, initStart } = readGlobal(reader, this.expressions);
      module.globals.push(type);
      module.globalInits.push(initStart);
      this.checkGlobals(offset);
    }
  }

  private checkGlobals(offset: number): void {
    if (this.module.globals.length > MAX_GLOBALS) throw tooMany('globals', offset);
  }

  /** https://webassembly.github.io/spec/core/valid/modules.html#exports */
  private exports(): void {
    const { reader, module } = this;
    const names = new Set<string>();
    for (let left = readExportCount(reader); left > 0; left--) {
      const offset = reader.position;
      const { name, kind, index } = readExport(reader);
      if (names.has(name)) throw duplicateExportName(name, offset);
      names.add(name);
      if (index >= this.countOf(kind)) throw unknown(externKindName(kind), index, offset);
      if (kind === ExternKind.Function) module.declaredFunctions.add(index);
      if (kind === ExternKind.Global) module.exportedGlobals.add(index);
    }
  }

  /** The size of an index space. */
  private countOf(kind: ExternKind): number {
    const { functions, tables, memories, globals, tags } = this.module;
    switch (kind) {
      case ExternKind.Function:
        return functions.length;
      case ExternKind.Table:
        return tables.length;
      case ExternKind.Memory:
        return memories.length;
      case ExternKind.Global:
        return globals.length;
      case ExternKind.Tag:
        return tags.length;
    }
  }

  /** https://webassembly.github.io/spec/core/valid/modules.html#start-function */
  private start(): void {
    const { reader, module } = this;
    const offset = reader.position;
    const index = readStart(reader);
    const typeIndex = module.functions[index];
    if (typeIndex === undefined) throw unknown('function', index, offset);
    const { params, results } = module.types[typeIndex]!;
    if (params.length + results.length > 0) throw invalidStartFunction(offset);
    module.start = index;
  }

  /** https://webassembly.github.io/spec/core/valid/modules.html#element-segments */
  private elements(): void {
    const { reader, module } = this;
    for (let left = readElementCount(reader); left > 0; left--) {
      const offset = reader.position;
      const { mode, table, type } = readElementSegment(reader, this.expressions);
      if (mode === ElementMode.Active && !isSubtype(type, module.tables[table]!.element)) {
        throw typeMismatch(offset);
      }
      module.elements.push(type);
    }
  }

  /** https://webassembly.github.io/spec/core/valid/modules.html#functions */
  private code(): DecodedModule {
    const { reader, module } = this;
    this.bodies = readBodyCount(reader);
    if (this.bodies !== module.functions.length - module.importedFunctions) {
      // An error in the order of the sections that follow goes before: it may be the cause.
      reader.position = module.sectionEnd[SectionId.Code]!;
      return module;
    }
    const visitor = this.makeVisitor();
    const validator = new FunctionValidator(module, reader, visitor, this.room);
    for (let k = module.importedFunctions; k < module.functions.length; k++) {
      const type = module.types[module.functions[k]!]!;
      const size = readBodySize(reader);
      const start = reader.position;
      if (this.only >= 0 && this.only !== k) {
        reader.position = start + size;
        continue;
      }
      do {
        reader.position = start;
        validator.validate(k, type, size);
      } while (visitor !== undefined && visitor.again());
    }
    return module;
  }

  private makeVisitor(): FunctionVisitor | undefined {
    this.visitor ??= this.visitorFactory?.(this.module, this.reader);
    return this.visitor;
  }

  /** https://webassembly.github.io/spec/core/valid/modules.html#data-segments */
  private data(): void {
    const { reader, module } = this;
    const countOffset = reader.position;
    this.dataSegments = readDataSegmentCount(reader);
    if (module.dataCount >= 0 && module.dataCount !== this.dataSegments) {
      throw inconsistentData(countOffset);
    }
    for (let left = this.dataSegments; left > 0; left--) {
      readDataSegment(reader, this.expressions);
    }
  }
}

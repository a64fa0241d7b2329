import type { Claims } from '../budget/claims.js';
import type { MemoryUsage } from '../budget/memory-usage.js';
import { customSections } from '../binary/custom-section.js';
import type { DecodedModule, Export, Import } from '../binary/decoded-module.js';
import { HEADER_BYTES } from '../binary/header.js';
import { Reader } from '../binary/reader.js';
import { SectionId } from '../binary/section-id.js';
import { EngineKind } from '../image/format.js';
import { noCompiler } from '../image/errors.js';
import { readImage } from '../image/reader.js';
import { noteFeatures, serialize } from '../image/serialize.js';
import { execute } from '../interpreter/generated/loop.js';
import { Translator } from '../interpreter/translator.js';
import { compilerHook, type Loading } from '../runtime/compiler-hook.js';
import type { EngineSettings } from '../runtime/engine-settings.js';
import type { Executor } from '../runtime/executor.js';
import { exportsOf } from '../runtime/exports.js';
import { globalLayout } from '../runtime/global-layout.js';
import { importsOf } from '../runtime/instantiate.js';
import type { ModuleCode } from '../runtime/module.js';
import type { FunctionType } from '../types/function-type.js';
import type { GlobalType } from '../types/global-type.js';
import type { MemoryType } from '../types/memory-type.js';
import type { TableType } from '../types/table-type.js';
import type { FunctionVisitor } from '../validation/function-visitor.js';
import { validateModule } from '../validation/module-validator.js';
import type { Engine } from './engine.js';
import { bytesOf, isReadOnly, type ModuleSource } from './module-source.js';

/** The images that engines take, by their strategy. */
const KINDS = Object.freeze({
  auto: undefined,
  interpreter: EngineKind.Interpreter,
  compiler: EngineKind.Compiler,
});

const INTERPRETER: Executor = Object.freeze({ call: execute });

/** A validated module: can be instantiated any number of times, in any store of its engine. */
export class Module implements ModuleCode {
  /** @internal */
  readonly bytes: Uint8Array;
  /** @internal */
  readonly code: Int32Array;
  /** @internal */
  readonly types: readonly FunctionType[];
  /** @internal */
  readonly tables: readonly TableType[];
  /** @internal */
  readonly memories: readonly MemoryType[];
  /** @internal */
  readonly globals: readonly GlobalType[];
  /** @internal */
  readonly globalPlaces: readonly number[];
  /** @internal */
  readonly functionCount: number;
  /** @internal */
  readonly importedFunctions: number;
  /** @internal */
  readonly start: number;
  /** @internal */
  readonly traits: number;
  /** @internal */
  readonly executor: Executor;
  /** @internal */
  readonly methods: object | undefined;
  /** @internal */
  declare readonly texts?: Uint8Array;
  /** What the engine's budget holds for it, where there is one. @internal */
  declare claims?: Claims;
  /** What it takes of RAM; needs `import 'wasmote/budget'` on a device. See `memoryUsage` there. */
  declare readonly memoryUsage: () => MemoryUsage;

  /**
   * Decodes and validates.
   * @throws CompileError when the bytes are no valid module; its `offset` says where
   * @throws TypeError when the source is nothing that holds bytes
   * @throws BudgetExceeded when the engine's budget has not enough left to load it
   */
  constructor(
    /** Whose it is: stores of this engine can have instances. */
    readonly engine: Engine,
    source: ModuleSource,
  ) {
    const { features, consumeFuel, ignoreCustomSections, strategy } = engine.settings;
    const bytes = bytesOf(source);
    const { budget } = engine.settings;
    budget?.load(bytes);
    const compiler = strategy === 'interpreter' ? undefined : compilerHook();
    let loading: Loading | undefined;
    let translator: Translator | undefined;
    let globalPlaces: readonly number[] | undefined;
    const visitorOf = (module: DecodedModule): FunctionVisitor => {
      globalPlaces = shared(globalLayout(module));
      translator = new Translator(module, globalPlaces, consumeFuel);
      loading = compiler?.load(module, translator);
      return loading === undefined ? translator : loading.visitor;
    };
    const room = budget && ((needed: number) => budget.room(needed));
    const decoded = validateModule(bytes, features, visitorOf, -1, room);
    this.code = translator!.finish();
    this.traits = translator!.stack.traits;
    this.types = decoded.types;
    this.tables = shared(decoded.tables);
    this.memories = shared(decoded.memories);
    this.globals = shared(decoded.globals);
    this.globalPlaces = globalPlaces!;
    this.functionCount = decoded.functions.length;
    this.importedFunctions = decoded.importedFunctions;
    this.start = decoded.start;
    this.bytes = isReadOnly(source) ? bytes : keptSections(bytes, ignoreCustomSections);
    noteFeatures(this, decoded.usedFeatures);
    const compiled = loading?.finish(this, isReadOnly(source) ? bytes : bytes.slice());
    this.executor = compiled?.executor ?? INTERPRETER;
    this.methods = compiled?.methods;
    budget?.hold(this);
  }

  /**
   * Loads an image: nothing is validated or translated, and from a `Resource`, code is used in
   * place. Images are trusted: load none that somebody else may have made.
   * @throws DeserializeError when it is no image, not whole, or made for another engine
   * @throws BudgetExceeded when the engine's budget has not enough left to load it
   * @throws TypeError when the source is nothing that holds bytes
   *
   * @example
   * const module = Module.deserialize(engine, new Resource('guest.cwasm'));
   */
  static deserialize(engine: Engine, source: ModuleSource): Module {
    const image = bytesOf(source);
    const { settings } = engine;
    const target = { kind: KINDS[settings.strategy], settings };
    const contents = readImage(image, target, isReadOnly(source));
    const module = Object.create(Module.prototype) as Module;
    Object.assign(module, contents, { engine, executor: INTERPRETER });
    if (contents.texts !== undefined) {
      const compiler = compilerHook();
      if (compiler === undefined) throw noCompiler();
      Object.assign(module, compiler.revive(module, contents.texts));
    }
    noteFeatures(module, image);
    settings.budget?.hold(module);
    return module;
  }

  /**
   * The module as an image, which `deserialize` loads into engines of the same version and options.
   * @throws Error on a device, whose bundle makes no images
   */
  serialize(): Uint8Array {
    return serialize(this, this.engine.settings);
  }

  /** Whether bytes are a valid module for the engine. */
  static validate(engine: Engine, source: ModuleSource): boolean {
    try {
      validateModule(bytesOf(source), engine.settings.features);
      return true;
    } catch {
      return false;
    }
  }

  /** @internal */
  get settings(): EngineSettings {
    return this.engine.settings;
  }

  /** @internal */
  typeIndex(index: number): number {
    const word = this.code[this.functionCount - this.importedFunctions + (index >> 1)]!;
    return (index & 1) === 0 ? word & 0xffff : word >>> 16;
  }

  /** @internal */
  functionType(index: number): FunctionType {
    // As typeIndex, without another call: each call from outside asks.
    const word = this.code[this.functionCount - this.importedFunctions + (index >> 1)]!;
    return this.types[(index & 1) === 0 ? word & 0xffff : word >>> 16]!;
  }

  /** The imports, in order: of each its module's name, its own, kind and type. */
  imports(): Import[] {
    return importsOf(this);
  }

  /** The exports, in order: of each its name, its kind, and its index among those of its kind. */
  exports(): Export[] {
    return exportsOf(this);
  }

  /** The contents of the custom sections of a name, as copies. */
  customSections(name: string): ArrayBuffer[] {
    return customSections(this.bytes, name).map((bytes) => bytes.slice().buffer as ArrayBuffer);
  }
}

const NONE: readonly never[] = Object.freeze([]);

/** Empty lists are all the same one, which XS keeps in flash. */
function shared<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? NONE : list;
}

/** Sections that nothing reads once a module is loaded. */
const DROPPED: readonly SectionId[] = Object.freeze([
  SectionId.Type,
  SectionId.Function,
  SectionId.Start,
  SectionId.DataCount,
  SectionId.Code,
]);

/**
 * A copy of the sections that instances need. The source belongs to the caller, who may change it
 * later; and code, most of a module, is not needed in this form any more.
 */
function keptSections(bytes: Uint8Array, ignoreCustomSections: boolean): Uint8Array {
  const kept: [from: number, to: number][] = [[0, HEADER_BYTES]];
  let size = HEADER_BYTES;
  const reader = new Reader(bytes, HEADER_BYTES);
  while (reader.position < reader.end) {
    const from = reader.position;
    const id: SectionId = reader.u8();
    const length = reader.length();
    reader.position += length;
    if (DROPPED.includes(id) || (id === SectionId.Custom && ignoreCustomSections)) continue;
    kept.push([from, reader.position]);
    size += reader.position - from;
  }
  const copy = new Uint8Array(size);
  let at = 0;
  kept.forEach(([from, to]) => {
    copy.set(bytes.subarray(from, to), at);
    at += to - from;
  });
  return copy;
}

/** The types of the namespace, as TypeScript's own library has them for browsers. */
import type { CompileError, LinkError, RuntimeError } from '../../errors/errors.js';
import type { ExternKindName } from '../../types/extern-kind.js';

/** What holds a module's bytes. */
export type BufferSource = ArrayBufferLike | ArrayBufferView;
/** What an import or export is. */
export type ImportExportKind = ExternKindName;
/** The types that tables may have. */
export type TableKind = 'anyfunc' | 'externref';
/** The types that globals may have, and what exceptions hold. */
export type GlobalValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'anyfunc' | 'externref';
/** By module name, then by name: functions, memories, tables, globals, or values of globals. */
export type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** An export of a module. */
export interface ModuleExportDescriptor {
  name: string;
  kind: ImportExportKind;
}

/** An import of a module: the module's name and its own. */
export interface ModuleImportDescriptor {
  module: string;
  name: string;
  kind: ImportExportKind;
}

/** A number, or a BigInt where the address type is i64. */
export type AddressValue = number | bigint;
/** The type of a memory's addresses, or of a table's indices. */
export type AddressType = 'i32' | 'i64';

/** What a memory is to be like. */
export interface MemoryDescriptor {
  /** Pages at first. */
  readonly initial: AddressValue;
  /** Pages at most; default: as many as addresses reach. */
  readonly maximum?: AddressValue;
  /** Default: `i32`. */
  readonly address?: AddressType;
  /**
   * The page size's exponent: 0 for pages of one byte; default: 16, 64 KiB. An extension of ours:
   * the proposal of custom page sizes leaves the JavaScript API as it is.
   */
  readonly pageSizeLog2?: number;
}

/** What a table is to be like. */
export interface TableDescriptor {
  readonly element: TableKind;
  /** Elements at first. */
  readonly initial: AddressValue;
  /** Elements at most; default: no bound of its own. */
  readonly maximum?: AddressValue;
  /** Default: `i32`. */
  readonly address?: AddressType;
}

/** What a global is to be like. */
export interface GlobalDescriptor {
  readonly value: GlobalValueType;
  /** Default: false. */
  readonly mutable?: boolean;
}

declare const brand: unique symbol;

/** A module: https://webassembly.github.io/spec/js-api/#modules */
export interface WebAssemblyModule {
  readonly [brand]: 'Module';
}

/** An instance: https://webassembly.github.io/spec/js-api/#instances */
export interface WebAssemblyInstance {
  /** Frozen, without a prototype; made when it is asked for first. */
  readonly exports: Readonly<Record<string, any>>;
}

/** A memory: https://webassembly.github.io/spec/js-api/#memories */
export interface WebAssemblyMemory {
  /** The bytes; growth, by whomever, detaches this buffer and makes another. */
  readonly buffer: ArrayBuffer;
  /** Grows by pages and returns how many there were. @throws RangeError */
  grow(delta: number): number;
  grow(delta: bigint): bigint;
}

/** A table: https://webassembly.github.io/spec/js-api/#tables */
export interface WebAssemblyTable {
  readonly length: AddressValue;
  /** @throws RangeError beyond the end */
  get(index: AddressValue): any;
  /** @throws RangeError beyond the end */
  set(index: AddressValue, value?: any): void;
  /** Grows by elements and returns how many there were. @throws RangeError */
  grow(delta: number, value?: any): number;
  grow(delta: bigint, value?: any): bigint;
}

/** A global: https://webassembly.github.io/spec/js-api/#globals */
export interface WebAssemblyGlobal {
  value: any;
  valueOf(): any;
}

/** A tag: https://webassembly.github.io/spec/js-api/#tags */
export interface WebAssemblyTag {
  readonly [brand]: 'Tag';
}

/** An exception: https://webassembly.github.io/spec/js-api/#exceptions */
export interface WebAssemblyException {
  /** The stack, where it was asked for: what guests throw has none. */
  readonly stack: string | undefined;
  /** Whether the exception has the tag. */
  is(tag: WebAssemblyTag): boolean;
  /** One of the values it holds. @throws TypeError for another tag, RangeError beyond the end */
  getArg(tag: WebAssemblyTag, index: number): any;
}

/** The constructor `WebAssembly.Tag`. */
export interface TagConstructor {
  new (type: { readonly parameters: readonly GlobalValueType[] }): WebAssemblyTag;
  readonly prototype: WebAssemblyTag;
}

/** The constructor `WebAssembly.Exception`. */
export interface ExceptionConstructor {
  /** @throws TypeError unless the payload is of the tag's types */
  new (
    tag: WebAssemblyTag,
    payload: Iterable<unknown>,
    options?: { readonly traceStack?: boolean },
  ): WebAssemblyException;
  readonly prototype: WebAssemblyException;
}

/** The constructor `WebAssembly.Module`. */
export interface ModuleConstructor {
  /** @throws CompileError */
  new (bytes: BufferSource): WebAssemblyModule;
  readonly prototype: WebAssemblyModule;
  exports(module: WebAssemblyModule): ModuleExportDescriptor[];
  imports(module: WebAssemblyModule): ModuleImportDescriptor[];
  customSections(module: WebAssemblyModule, sectionName: string): ArrayBuffer[];
}

/** The constructor `WebAssembly.Instance`. */
export interface InstanceConstructor {
  /** @throws LinkError, RuntimeError, or what the start function's imports throw */
  new (module: WebAssemblyModule, importObject?: Imports): WebAssemblyInstance;
  readonly prototype: WebAssemblyInstance;
}

/** The constructor `WebAssembly.Memory`. */
export interface MemoryConstructor {
  new (descriptor: MemoryDescriptor): WebAssemblyMemory;
  readonly prototype: WebAssemblyMemory;
}

/** The constructor `WebAssembly.Table`. */
export interface TableConstructor {
  new (descriptor: TableDescriptor, value?: any): WebAssemblyTable;
  readonly prototype: WebAssemblyTable;
}

/** The constructor `WebAssembly.Global`. */
export interface GlobalConstructor {
  new (descriptor: GlobalDescriptor, value?: any): WebAssemblyGlobal;
  readonly prototype: WebAssemblyGlobal;
}

/** What `WebAssembly.instantiate` gives for bytes. */
export interface WebAssemblyInstantiatedSource {
  module: WebAssemblyModule;
  instance: WebAssemblyInstance;
}

/** A `Response` of `fetch`. */
export interface WebAssemblyResponse {
  readonly headers: { get(name: string): string | null };
  readonly ok: boolean;
  readonly status: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** https://webassembly.github.io/spec/js-api/#webassembly-namespace */
export interface WebAssemblyNamespace {
  readonly Module: ModuleConstructor;
  readonly Instance: InstanceConstructor;
  readonly Memory: MemoryConstructor;
  readonly Table: TableConstructor;
  readonly Global: GlobalConstructor;
  /** On a device in programs that `import 'wasmote/exception-handling'`, as are the next two. */
  readonly Tag: TagConstructor;
  readonly Exception: ExceptionConstructor;
  /** The tag of what host functions throw that is no exception of WebAssembly. */
  readonly JSTag: WebAssemblyTag;
  readonly CompileError: typeof CompileError;
  readonly LinkError: typeof LinkError;
  readonly RuntimeError: typeof RuntimeError;
  validate(bytes: BufferSource): boolean;
  compile(bytes: BufferSource): Promise<WebAssemblyModule>;
  instantiate(bytes: BufferSource, importObject?: Imports): Promise<WebAssemblyInstantiatedSource>;
  instantiate(module: WebAssemblyModule, importObject?: Imports): Promise<WebAssemblyInstance>;
  /** Only where the host has `Response`. https://webassembly.github.io/spec/web-api/ */
  compileStreaming?(
    source: WebAssemblyResponse | PromiseLike<WebAssemblyResponse>,
  ): Promise<WebAssemblyModule>;
  /** As {@link WebAssemblyNamespace.compileStreaming}. */
  instantiateStreaming?(
    source: WebAssemblyResponse | PromiseLike<WebAssemblyResponse>,
    importObject?: Imports,
  ): Promise<WebAssemblyInstantiatedSource>;
}

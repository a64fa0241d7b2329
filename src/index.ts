/**
 * wasmote: a WebAssembly runtime for JavaScript firmware.
 *
 * Two faces over one core: the embedder's API, named as Wasmtime's and wasmi's, and the standard
 * `WebAssembly` namespace. On Node it exports what `wasmote/budget` and `wasmote/exception-handling` export, too.
 */
export * from './desktop.js';
export { Config } from './embedding/config.js';
export { Engine, type Precompiled } from './embedding/engine.js';
export { Linker } from './embedding/linker.js';
export { Module } from './embedding/module.js';
export type { ModuleSource } from './embedding/module-source.js';
export { createWebAssembly, WebAssembly } from './embedding/webassembly/namespace.js';
export type * from './embedding/webassembly/types.js';
export { DeserializeError } from './image/errors.js';
export { BudgetExceeded, CompileError, LinkError, RuntimeError } from './errors/errors.js';
export type { TrapCode } from './errors/trap-code.js';
export { Func, HostFunc, type HostCallback } from './runtime/func.js';
export { Global } from './runtime/global.js';
export { type Extern, Instance } from './runtime/instance.js';
export { Memory } from './runtime/memory.js';
export type { Strategy } from './runtime/engine-settings.js';
export { Store } from './runtime/store.js';
export type { ResourceLimiter } from './runtime/resource-limiter.js';
export { StoreLimits, StoreLimitsBuilder } from './runtime/store-limits.js';
export { Table } from './runtime/table.js';
export type { TypedFunc } from './runtime/typed-func.js';
export type { ExternKindName } from './types/extern-kind.js';
export { FunctionType } from './types/function-type.js';
export { GlobalType } from './types/global-type.js';
export { MemoryType, MemoryTypeBuilder } from './types/memory-type.js';
export { TableType } from './types/table-type.js';
export type { ValueType, ValueTypeName } from './types/value-type.js';

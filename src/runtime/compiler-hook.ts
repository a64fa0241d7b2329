/**
 * How the compiler gets into a program: a board's that does not import it must not contain it, since
 * it names `Function`, for which XS keeps 100 KB of parser.
 */
import type { DecodedModule } from '../binary/decoded-module.js';
import type { FunctionVisitor } from '../validation/function-visitor.js';
import type { Executor } from './executor.js';
import type { ModuleCode } from './module.js';

/** A module's compiler, while the module is loaded. */
export interface Loading {
  /** Sees the functions, and shows them to the interpreter's translator. */
  readonly visitor: FunctionVisitor;
  /** @param source the module's bytes, which stay as they are */
  finish(module: ModuleCode, source: Uint8Array): Compiled;
}

/** What compiled functions need. */
export interface Compiled {
  readonly executor: Executor;
  /** What instances inherit compiled functions from. */
  readonly methods: object;
}

export interface CompilerHook {
  load(module: DecodedModule, next: FunctionVisitor): Loading;
  /** @param texts of an image with generated code */
  revive(module: ModuleCode, texts: Uint8Array): Compiled;
}

let hook: CompilerHook | undefined;

/** Called by the compiler when it is imported. */
export function registerCompiler(compiler: CompilerHook): void {
  hook = compiler;
}

export function compilerHook(): CompilerHook | undefined {
  return hook;
}

/** @throws Error in a program without the compiler */
export function requireCompiler(): void {
  if (hook === undefined) {
    throw new Error("this program has no compiler: import 'wasmote/compiler' first");
  }
}

import { describe } from 'vitest';
import { WebAssembly, type WebAssemblyNamespace } from '../../../src/index.js';
import { wat } from '../../validation/wat.js';

const { WebAssembly: native } = globalThis as unknown as { WebAssembly: WebAssemblyNamespace };

/** Runs the same assertions on ours and on Node's, so that the tests themselves are tested. */
export function describeBoth(name: string, tests: (api: WebAssemblyNamespace) => void): void {
  describe(`${name}, of wasmote`, () => tests(WebAssembly));
  describe(`${name}, of Node`, () => tests(native));
}

/** The exports of an instance of a module in the text format. */
export function exportsOf(
  api: WebAssemblyNamespace,
  text: string,
  imports?: Record<string, Record<string, unknown>>,
): Record<string, any> {
  return new api.Instance(new api.Module(wat(text) as Uint8Array<ArrayBuffer>), imports).exports;
}

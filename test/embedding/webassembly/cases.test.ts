/** The cases of the JavaScript API on Node, and V8's own namespace as their oracle. */
import { describe, expect, it } from 'vitest';
import { Config, createWebAssembly, Engine, type Strategy } from '../../../src/index.js';
import { CASES } from './cases/all.js';
import type { Api } from './cases/case.js';

const { WebAssembly: native } = globalThis as unknown as { WebAssembly: Api };

/** The differences are known of this one. */
const IS_KNOWN_V8 = process.versions.v8.startsWith('11.');

const apiOf = (strategy: Strategy): Api =>
  createWebAssembly(new Engine(new Config().strategy(strategy)));

describe.each([
  ['the interpreter', apiOf('interpreter')],
  ['the compiler', apiOf('compiler')],
])('%s', (_name, api) => {
  it.each(CASES)('$name', ({ run }) => run(api));
});

describe("V8's WebAssembly", () => {
  const differs = (test: (typeof CASES)[number]): boolean => test.v8 !== undefined;
  it.each(CASES.filter((test) => !differs(test)))('$name', ({ run }) => run(native));

  it.runIf(IS_KNOWN_V8).each(CASES.filter(differs))('$name: fails, it $v8', async ({ run }) => {
    await expect((async () => run(native))()).rejects.toThrow();
  });
});

it('has names that tell cases apart', () => {
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
});

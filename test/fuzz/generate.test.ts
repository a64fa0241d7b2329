import { describe, expect, it } from 'vitest';
import { Config, Engine, Module } from '../../src/index.js';
import { SOURCES } from '../../scripts/fuzz/generate.js';
import { knownToNode } from '../../scripts/fuzz/node-engine.js';
import { Random, seedOf } from '../../scripts/fuzz/random.js';

const MODULES = 40;

async function modulesOf(source: string, seed: number, modules = MODULES): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for (let k = 0; k < modules; k++) {
    const bytes = await SOURCES[source]!(new Random(seedOf(seed, k)));
    if (bytes !== undefined) found.push(bytes);
  }
  return found;
}

describe.each(Object.keys(SOURCES))('%s', (source) => {
  it('makes the same modules of the same seed, others of another', async () => {
    const made = await modulesOf(source, 1);
    expect(made.length).toBeGreaterThan(MODULES / 2);
    expect(await modulesOf(source, 1)).toEqual(made);
    expect(await modulesOf(source, 2)).not.toEqual(made);
  });
});

describe.each(['binaryen', 'binaryen*', 'stack', 'stack*'])('%s', (source) => {
  it('makes modules that are valid', async () => {
    for (const bytes of await modulesOf(source, 3, source.startsWith('b') ? MODULES : 400)) {
      expect(() => new Module(new Engine(), bytes)).not.toThrow();
      // What ends in `*` uses more than Node 20 knows.
      if (!source.endsWith('*')) expect(knownToNode(bytes)).toBe(true);
      if (knownToNode(bytes))
        expect(WebAssembly.validate(bytes as Uint8Array<ArrayBuffer>)).toBe(true);
    }
  });
});

const NEWER = {
  'stack*': [
    'wasmMultiMemory',
    'wasmCustomPageSizes',
    'wasmExtendedConst',
    'wasmMemory64',
    'wasmWideArithmetic',
  ],
  'binaryen*': [
    'wasmExceptions',
    'wasmGc',
    'wasmFunctionReferences',
    'wasmMemory64',
    'wasmTailCall',
  ],
} as const;

it.each(Object.entries(NEWER))('%s uses %s', async (source, features) => {
  const modules = await modulesOf(source, 5, 2 * MODULES);
  for (const feature of features) {
    const without = new Engine(new Config()[feature](false));
    const using = modules.filter((bytes) => !Module.validate(without, bytes));
    expect([feature, using.length > 3]).toEqual([feature, true]);
  }
});

it('stack* has 64-bit addresses of single bytes', async () => {
  const modules = (await modulesOf('stack*', 6)).map((bytes) => new Module(new Engine(), bytes));
  const memories = modules.flatMap((module) => module.memories);
  expect(memories.some(({ is64, pageSize }) => is64 && pageSize === 1)).toBe(true);
});

describe.each(['mutant', 'mutant*'])('%s', (source) => {
  it('makes valid modules and others', async () => {
    const engine = new Engine();
    const valid = (await modulesOf(source, 4)).filter((bytes) => Module.validate(engine, bytes));
    expect(valid.length).toBeGreaterThan(MODULES / 10);
    expect(valid.length).toBeLessThan(MODULES);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { runCompiled } from '../compiler/on-xs.js';
import { describeOnXs } from './support.js';

const FILES = ['examples/guests', 'bench/kernels', 'bench/programs'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.wasm'))
    .map((name) => `${folder}/${name}`),
);

/** Modules are loaded and instantiated, with host functions for what they import. */
const LOADING = `
import Sim from 'sim';
import Resource from 'Resource';
import { Engine, Linker, Module, Store } from 'wasmote';
const engine = new Engine(), store = new Store(engine), linker = new Linker(engine);
const names = Sim.argv.map((name) => 0), host = () => 0;
Sim.argv.forEach((name, i) => {
  const before = Sim.measure('keyCount');
  const module = new Module(engine, new Resource(name));
  for (const { module: from, name } of module.imports()) {
    if (linker.get(from, name) === undefined) try { linker.func(from, name, host); } catch {}
  }
  linker.instantiate(store, module);
  names[i] = Sim.measure('keyCount') - before;
});
trace(JSON.stringify(names));
`;

/**
 * On XS a computed name that was never used before becomes a key of 28 bytes and more, which seldom
 * a collection takes back; and an index below zero is such a name.
 */
describeOnXs('loading and instantiating modules', () => {
  it('makes no names', async () => {
    const { stdout, stderr } = await runCompiled({
      source: LOADING,
      resources: Object.fromEntries(FILES.map((file) => [basename(file), readFileSync(file)])),
      argv: FILES.map((file) => basename(file)),
    });
    expect([stderr, JSON.parse(stdout)]).toEqual(['', FILES.map(() => 0)]);
  });
});

/** What `memoryUsage` says, against what XS's heap has more of. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  Config,
  Engine,
  Instance,
  memoryUsage,
  Module,
  Store,
  totalUsage,
  USAGE_KINDS,
} from '../../src/index.js';
import { runCompiled, importing } from '../compiler/on-xs.js';
import { binary } from '../extensions/program.js';
import { describeOnXs32 } from '../simulator/support.js';
import { wat } from '../validation/wat.js';

const folders = ['examples/guests', 'bench/kernels', 'bench/programs'];
const modules: Record<string, Uint8Array> = {
  empty: wat('(module)'),
  values: wat(`(module (table 4 funcref) (func $f) (func $g (param i32))
    (global funcref (ref.func $f)) (global (mut funcref) (ref.func $g)) (elem func $f))`),
  shared:
    wat(`(module (import "a" "f" (func)) (import "a" "g" (global i32)) (import "a" "m" (memory 1))
    (import "a" "t" (table 1 funcref)) (global (export "own") (mut i64) (i64.const 1))
    (table (export "table") 7 externref) (global (mut f64) (f64.const 1)))`),
  segments: wat(`(module (memory 1) (data "abc") (data (i32.const 0) "x")
    (func (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 0))))`),
};
const EXTENDED: Readonly<Record<string, string>> = {
  tags: `(import "a" "t" (tag)) (tag) (tag $t (export "t") (param i32)) (tag (param i64 i64))
    (func (throw $t (i32.const 1)))`,
  collected: `(type $s (struct (field i32) (field (ref null $s)) (field i64)))
    (rec (type $a (array (mut (ref null $b)))) (type $b (struct (field f64) (field (ref null $a)))))
    (type $n (array i64))
    (global (ref $s) (struct.new $s (i32.const 1) (struct.new_default $s) (i64.const 3)))
    (global (export "x") (mut (ref null $n)) (array.new_default $n (i32.const 20)))
    (global (mut (ref $a)) (array.new_default $a (i32.const 5)))
    (table 10 (ref null $s)) (table 3 anyref)`,
  wide: '(memory i64 1 1) (table i64 5 funcref) (func (export "f") (param i64) (result i32) (i32.load (local.get 0)))',
};
for (const [name, fields] of Object.entries(EXTENDED)) modules[name] = await binary(fields);
for (const folder of folders) {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.wasm'))) {
    modules[`${folder}/${file}`] = readFileSync(`${folder}/${file}`);
  }
}

/** Measures one of each, and prints a list of [what, measured, told]. */
const MEASURE = `
import 'wasmote/exception-handling';
import 'wasmote/gc';
import 'wasmote/memory64';
import { Config, Engine, Global, HostFunc, Instance, Memory, Module, Store, Table } from 'wasmote';
import { Tag, TagType } from 'wasmote/exception-handling';
import { memoryUsage, totalUsage } from 'wasmote/budget';
import Resource from 'Resource';
import Sim from 'sim';
const used = () => {
  for (let i = 0; i < 3; i++) Sim.collect();
  return Sim.measure('slotBytes') + Sim.measure('chunkBytes');
};
const engine = new Engine(new Config().strategy('interpreter'));
const rows = [];
function weigh(what, make) {
  make();
  const before = used();
  const made = make();
  const after = used();
  rows.push([what, after - before, totalUsage(memoryUsage(made)), totalUsage(made.memoryUsage())]);
  return made;
}
function externsOf(store, module) {
  return module.imports().map(({ kind, type }) =>
    kind === 0 ? new HostFunc(type, () => 0)
    : kind === 1 ? new Table(store, type)
    : kind === 2 ? new Memory(store, type)
    : kind === 4 ? new Tag(new TagType(type))
    : new Global(type));
}
`;

describe('memoryUsage', () => {
  it('has all kinds, and stores, modules and instances the method', () => {
    const engine = new Engine();
    const store = new Store(engine);
    const module = new Module(engine, modules['segments']!);
    const instance = new Instance(store, module);
    for (const each of [store, module, instance]) {
      expect(Object.keys(memoryUsage(each))).toEqual(USAGE_KINDS);
      expect(each.memoryUsage()).toEqual(memoryUsage(each));
    }
    expect(memoryUsage(instance).linearMemory).toBe(65544);
    expect(totalUsage(memoryUsage(store))).toBeGreaterThan(totalUsage(memoryUsage(instance)));
  });
});

describeOnXs32('memoryUsage, on XS', () => {
  const names = Object.keys(modules);
  const resources = Object.fromEntries(names.map((name, i) => [`${i}.wasm`, modules[name]!]));

  async function rows(source: string, ahead: Record<string, Uint8Array> = {}, onDemand = false) {
    const { stdout, stderr } = await runCompiled({
      onDemand,
      source,
      resources,
      budget: true,
      extensions: true,
      modules: ahead,
    });
    expect(stderr).toBe('');
    return JSON.parse(stdout) as [what: string, measured: number, ...told: number[]][];
  }

  function check(list: Awaited<ReturnType<typeof rows>>): void {
    for (const [what, measured, ...told] of list) {
      for (const bytes of told) {
        expect(
          Math.abs(bytes - measured),
          `${what}: ${bytes} told, ${measured} measured`,
        ).toBeLessThanOrEqual(0.05 * measured);
      }
    }
  }

  it('is true to within 5 % for examples, kernels and programs, interpreted', async () => {
    const list = await rows(`${MEASURE}
      for (let i = 0; i < ${names.length}; i++) {
        const name = i + '.wasm';
        const flash = new Resource(name);
        rows.push([name]);
        const module = weigh(name + ' in flash', () => new Module(engine, flash));
        weigh(name + ' in RAM', () => new Module(engine, flash.slice(0)));
        const store = weigh('store', () => new Store(engine));
        const externs = externsOf(store, module);
        const held = () => totalUsage(store.memoryUsage());
        // The first one also makes room for references.
        new Instance(store, module, externs);
        const before = held();
        const instance = weigh(name + ' instance', () => new Instance(store, module, externs));
        const own = 2 * totalUsage(instance.memoryUsage());
        const claimed = held() - before;
        // Structures are asked for as if all their fields were i64.
        const isMore = i === ${names.indexOf('collected')} && claimed > own && claimed < 1.2 * own;
        rows.push([name + ' store', own, isMore ? own : claimed]);
        weigh(name + ' instance with its exports', () => {
          const made = new Instance(store, module, externs);
          made.exports();
          return made;
        });
      }
      trace(JSON.stringify(rows.filter((row) => row.length > 1)));`);
    expect(list.length).toBe(6 * names.length);
    check(list);
  });

  it('is true where code was compiled ahead of time, and modules take nothing', async () => {
    const list = await rows(
      `${importing(names.map((_, i) => `m${i}`))}
      ${MEASURE}
      const store = weigh('store', () => new Store(engine));
      for (const [name, module] of Object.entries(MODULES)) {
        rows.push([name, 0, totalUsage(memoryUsage(module))]);
        const externs = externsOf(store, module);
        new Instance(store, module, externs);
        weigh(name + ' instance', () => new Instance(store, module, externs));
      }
      trace(JSON.stringify(rows));`,
      Object.fromEntries(names.map((name, i) => [`m${i}`, modules[name]!])),
    );
    expect(list.length).toBe(1 + 2 * names.length);
    check(list);
  });

  const WAYS: Readonly<Record<string, readonly [file: string, loaded: string]>> = {
    'in flash': ['wasm', 'new Module(compiling, file)'],
    'in RAM': ['wasm', 'new Module(compiling, file.slice(0))'],
    'as images in flash': ['cwasm', 'Module.deserialize(compiling, file)'],
    'as images in RAM': ['cwasm', 'Module.deserialize(compiling, file.slice(0))'],
  };

  it.each(Object.entries(WAYS))(
    'is true where the device compiles modules %s',
    async (_, [kind, loaded]) => {
      const maker = new Engine(new Config().strategy('compiler'));
      names.forEach((name, i) => {
        resources[`${i}.cwasm`] = maker.precompileModule(modules[name]!);
      });
      const list = await rows(
        `import 'wasmote/compiler';
      ${MEASURE}
      const compiling = new Engine(new Config().strategy('compiler').compiledStackSlots(4000));
      const store = new Store(compiling);
      function callAll(module, externs) {
        const instance = new Instance(store, module, externs);
        for (const { name, kind, index } of module.exports()) {
          if (kind !== 0 || index < module.importedFunctions) continue;
          const { params } = module.functionType(index);
          try {
            instance.call(name, ...params.map((type) => (type === 0x7e ? 1n : 1)));
          } catch (error) {
            if (error.name !== 'RuntimeError') throw error;
          }
        }
        return instance;
      }
      // All that is shared, and a stack as large as any of them wants.
      const files = [];
      for (let i = 0; i < ${names.length}; i++) {
        const file = new Resource(i + '.${kind}');
        files.push(file);
        const module = ${loaded};
        callAll(module, externsOf(store, module));
      }
      for (let i = 0; i < ${names.length}; i++) {
        const file = files[i];
        const before = used();
        const module = ${loaded};
        const size = used() - before;
        rows.push([i + ' loaded', size, totalUsage(module.memoryUsage())]);
        const externs = externsOf(store, module);
        const called = used();
        const instance = callAll(module, externs);
        const grown = used() - called - totalUsage(instance.memoryUsage());
        rows.push([i + ' called', size + grown, totalUsage(module.memoryUsage())]);
      }
      trace(JSON.stringify(rows));`,
        {},
        true,
      );
      expect(list.length).toBe(2 * names.length);
      check(list);
    },
  );
});

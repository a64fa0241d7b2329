/**
 * What modules take while they are loaded, and functions while they are compiled, is asked for: on heaps
 * from too small to large enough, they are refused or not, and XS never ends the program.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { Config, Engine } from '../../src/index.js';
import { runCompiled } from '../compiler/on-xs.js';
import { describeOnXs32, ESP32, PICO } from '../simulator/support.js';
import { wat } from '../validation/wat.js';

/** A module with one function, of these instructions and their ends 400 times: WAT's parser takes no such. */
function deep(begin: readonly number[], close: readonly number[], before: readonly number[] = []) {
  const repeated = (bytes: readonly number[]): number[] =>
    Array.from({ length: 400 }, () => bytes).flat();
  const body = [0, ...before, ...repeated(begin), ...repeated(close), 0x0b];
  const leb = (value: number): number[] => [(value & 127) | 128, value >> 7];
  const code = [1, ...leb(body.length), ...body];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 4, 1, 0x60, 0, 0], // () -> ()
    ...[3, 2, 1, 0],
    ...[10, ...leb(code.length), ...code],
  ]);
}

const BLOCK = [0x02, 0x40];
const IF = [0x41, 1, 0x04, 0x40];
const END = [0x0b];
const CONST = [0x41, 7];
const DROP = [0x1a];
const UNREACHABLE = [0x00];

/** Modules that take the more the deeper they are, whatever their length. */
const DEEP: Readonly<Record<string, Uint8Array>> = {
  blocks: deep(BLOCK, END),
  ifs: deep(IF, END),
  operands: deep(CONST, DROP),
  'operands that nothing reaches': deep(CONST, DROP, UNREACHABLE),
  'blocks that nothing reaches': deep(BLOCK, END, UNREACHABLE),
};

const LARGE: Readonly<Record<string, Uint8Array>> = {
  json: readFileSync('bench/programs/json.wasm'),
  vm: readFileSync('bench/programs/vm.wasm'),
  sha256: readFileSync('bench/programs/sha256.wasm'),
  matmul: readFileSync('bench/kernels/matmul.wasm'),
  fir: readFileSync('bench/kernels/fir.wasm'),
};

/** The states of functions that fit the parser; others stay interpreted. */
const COMPILED: Readonly<Record<string, RegExp>> = { sha256: /254/, fir: /^states 254$/ };

const HEAD = (sizes: string): string => `
import Debug from 'debug';
import Instrumentation from 'instrumentation';
import Resource from 'Resource';
import { Config, Engine, Module } from 'wasmote';
import { Budget, XsHeap } from 'wasmote/budget';
const budget = new Budget({ device: new XsHeap(Instrumentation, Debug, ${sizes}) });
const config = new Config().budget(budget);
`;

interface Machine {
  readonly creation: typeof PICO | typeof ESP32;
  /** As `XsHeap` takes them. */
  readonly sizes: string;
}

/** A block that both share, or two heaps. */
function machine(kind: string, bytes: number): Machine {
  if (kind === 'one block') {
    const sizes = `{ sharedBytes: ${bytes - 16 * PICO.stackSlots} }`;
    return { creation: { ...PICO, staticBytes: bytes } as unknown as typeof PICO, sizes };
  }
  const slotCount = bytes >> 5;
  const creation = { ...ESP32, slotCount, chunkBytes: bytes >> 1 } as unknown as typeof ESP32;
  return { creation, sizes: `{ slotBytes: ${16 * slotCount}, chunkBytes: ${bytes >> 1} }` };
}

describeOnXs32.each(['one block', 'two heaps'])('at the edge of %s', (kind) => {
  /** What programs print on heaps of ever more bytes. */
  async function outcomes(
    source: string,
    resources: Readonly<Record<string, Uint8Array>>,
    heaps: readonly number[],
    onDemand: boolean,
  ): Promise<string[]> {
    const all: string[] = [];
    for (const bytes of heaps) {
      const { creation, sizes } = machine(kind, bytes);
      const { stdout, stderr, exitCode } = await runCompiled({
        source: `${onDemand ? "import 'wasmote/compiler';" : ''}${HEAD(sizes)}${source}`,
        resources,
        budget: true,
        onDemand,
        strip: true,
        timeoutMs: 10_000,
        creation,
        extraModules: {
          debug: fileURLToPath(new URL('../../bench/soak/apps/debug.js', import.meta.url)),
        },
      });
      expect([bytes, stderr, exitCode]).toEqual([bytes, '', 0]);
      all.push(stdout);
    }
    return all;
  }

  it.each(Object.entries(DEEP))('modules of many %s are refused in time', async (_, bytes) => {
    const source = `
const engine = new Engine(config.strategy('interpreter'));
try { new Module(engine, new Resource('deep.wasm')); trace('loaded'); }
catch (error) { if (error.name !== 'BudgetExceeded') throw error; trace('refused'); }`;
    const heaps = [36_000, 52_000, 68_000, 90_000, 300_000];
    const seen = await outcomes(source, { 'deep.wasm': bytes }, heaps, false);
    expect([seen[0], seen.at(-1)]).toEqual(['refused', 'loaded']);
  });

  it.each(Object.entries(LARGE))('functions of %s are compiled or not', async (name, bytes) => {
    const source = `
const engine = new Engine(config.strategy('compiler'));
try {
  const { executor, functionCount, importedFunctions: first, settings } = new Module(engine, new Resource('large.wasm'));
  for (let i = first; i < functionCount; i++) executor.isCompiled(i, settings.compiledStackSlots);
  trace('states ', Array.from(executor.states).join());
} catch (error) { if (error.name !== 'BudgetExceeded') throw error; trace('refused'); }`;
    const heaps = [36_000, 52_000, 68_000, 90_000, 300_000];
    const seen = await outcomes(source, { 'large.wasm': bytes }, heaps, true);
    // Neither is compiled where there is no room; where there is, those that fit the parser are.
    expect(seen[0]).toMatch(/^(refused|states 255(,255)?)$/);
    expect(seen.at(-1)).toMatch(COMPILED[name] ?? /^states 255$/);
  });

  it('images are refused in time, too', async () => {
    const maker = new Engine(new Config().strategy('interpreter'));
    const images: Record<string, Uint8Array> = {};
    const many = (count: number, text: string): string => `(module ${text.repeat(count)})`;
    for (const [name, text] of Object.entries({
      types: many(300, '(type (func (param i32 i64) (result f32)))'),
      tables: many(150, '(table 1 funcref)'),
      memories: many(90, '(memory 0 1)'),
      globals: many(300, '(global (mut i64) (i64.const 0))'),
      functions: many(300, '(func)'),
    }))
      images[`${name}.cwasm`] = maker.precompileModule(wat(text));
    for (const name of Object.keys(images)) {
      const source = `
const engine = new Engine(config.strategy('interpreter'));
let copy;
for (const copies of [false, true]) try {
  const file = new Resource('${name}');
  if (copies) budget.room(file.byteLength);
  Module.deserialize(engine, copies ? file.slice(0) : file); trace('loaded ');
} catch (error) { if (error.name !== 'BudgetExceeded') throw error; trace('refused '); }`;
      const heaps = [36_000, 52_000, 300_000];
      const seen = await outcomes(source, images, heaps, false);
      expect([name, seen.at(-1)]).toEqual([name, 'loaded loaded ']);
    }
  });
});

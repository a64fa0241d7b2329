/**
 * A board of default sizes compiles: XS has 512 slots of stack, of which compiled code may take
 * `Config.compiledStackSlots`, 352, and ends the program when they are all taken.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { loadPrograms, type Program } from '../../bench/shared/programs.js';
import { GUESTS, type Guest } from '../examples/guest-index.js';
import { describeOnXs, PICO } from '../simulator/support.js';
import { runCompiled } from './on-xs.js';

/** What is left of the 512 at the deepest place. The peak cannot be told: regular expressions use what is free. */
const SPARE_SLOTS = 32;

interface Ended {
  /** What `calls` gave, the second time too. */
  readonly results: readonly unknown[];
  /** The functions that were compiled on the way. */
  readonly called: number;
  /** Those that can be. */
  readonly compiled: number;
  readonly functions: number;
}

interface Call {
  readonly call: string;
  readonly args: readonly unknown[];
}

/** Makes the calls twice, then compiles the functions that were not among them. */
async function run(
  file: URL | string,
  calls: readonly Call[],
  imports: Guest['imports'] = [],
): Promise<Ended> {
  const bytes = readFileSync(file);
  const { stdout, stderr, exitCode } = await runCompiled({
    source: `import 'wasmote/compiler';
import Resource from 'Resource';
import { Config, Engine, Linker, Module, Store } from 'wasmote';
const engine = new Engine(new Config().strategy('compiler'));
const module = new Module(engine, new Resource('guest'));
const linker = new Linker(engine);
for (const { module: from, name } of ${JSON.stringify(imports)}) linker.func(from, name, () => 0);
const instance = linker.instantiate(new Store(engine), module);
const results = [];
const compiled = () => module.executor.states.reduce((count, state) => count + (state === 254 ? 1 : 0), 0);
const calls = ${JSON.stringify(calls)};
for (let i = 0; i < 2; i++)
  for (const { call, args } of calls)
    results.push(String(instance.call(call, ...args.map((arg) => (typeof arg === 'string' ? BigInt(arg) : arg)))));
const called = compiled();
const { functionCount, importedFunctions } = module;
for (let i = importedFunctions; i < functionCount; i++) module.executor.isCompiled(i, engine.settings.compiledStackSlots);
trace(JSON.stringify({ results, called, compiled: compiled(), functions: functionCount - importedFunctions}));`,
    resources: { guest: bytes },
    onDemand: true,
    creation: { ...PICO, stackSlots: PICO.stackSlots - SPARE_SLOTS },
  });
  expect([stderr, exitCode]).toEqual(['', 0]);
  return JSON.parse(stdout) as Ended;
}

const { guests } = JSON.parse(readFileSync(new URL('index.json', GUESTS), 'utf8')) as {
  guests: Guest[];
};

describeOnXs('a board of default sizes', () => {
  let kernels: Program[];
  beforeAll(async () => {
    kernels = await loadPrograms('kernels');
  });

  it.each(guests)('compiles the example $name', async ({ file, sequence, imports }) => {
    const { compiled, functions, results } = await run(new URL(file, GUESTS), sequence, imports);
    expect(compiled).toBe(functions);
    expect(results.slice(0, sequence.length)).toEqual(
      sequence.map(({ result }) => (result === null ? 'undefined' : String(result))),
    );
  });

  it.each(['fib', 'crc32', 'sieve', 'fnv64', 'xorshift64', 'mandel', 'fir'])(
    'compiles the kernel %s, callees from the second call on',
    async (name) => {
      const kernel = kernels.find((one) => one.name === name)!;
      const { called, functions, results } = await run(kernel.file, [{ call: 'run', args: [] }]);
      expect(called).toBe(functions);
      expect(results).toEqual([String(kernel.checksum), String(kernel.checksum)]);
    },
  );

  it('interprets matmul, whose source is too long for the parser', async () => {
    const kernel = kernels.find(({ name }) => name === 'matmul')!;
    const { compiled, results } = await run(kernel.file, [{ call: 'run', args: [] }]);
    expect([compiled, results[0]]).toEqual([0, String(kernel.checksum)]);
  });
});

/** Modules compiled ahead of time, on XS as its linker preloads and strips them. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { guests } from '../examples/guest-index.js';
import { example } from '../image/images.js';
import { describeOnXs, describeOnXs32, ESP32, PICO } from '../simulator/support.js';
import { type CompiledProgram, importing, runCompiled } from './on-xs.js';
import { PARTS } from './parts.js';

interface Kernel {
  readonly name: string;
  readonly file: string;
  readonly checksum: number;
}
const { kernels } = JSON.parse(readFileSync('bench/kernels/index.json', 'utf8')) as {
  kernels: Kernel[];
};

const WAYS: readonly (readonly [string, Partial<CompiledProgram>])[] = [
  ['an RP2040', { creation: PICO }],
  ['an ESP32', { creation: ESP32 }],
  ['an RP2040, stripped', { creation: PICO, strip: true }],
  ['an ESP32, stripped', { creation: ESP32, strip: true }],
  ['roomy XS, in RAM', { preloadEnabled: false }],
];

/** What every application here begins with. */
const PRELUDE = `
import Resource from 'Resource';
import Sim from 'sim';
import { Config, Engine, Instance, Linker, Module, Store, Global, GlobalType } from 'wasmote';
const json = (name) => JSON.parse(String.fromArrayBuffer(new Resource(name).slice(0)));
const shown = (value) => value === undefined ? null : typeof value === 'bigint' ? String(value) : value;
const given = (value) => typeof value === 'string' ? BigInt(value) : value;
const attempt = (run) => { try { return run(); } catch (error) { return error.name + ': ' + error.message; } };
const engineOf = (fuel) => new Engine(new Config().strategy('interpreter').consumeFuel(fuel));
`;

const named = (names: readonly string[]): Record<string, Uint8Array> =>
  Object.fromEntries(names.map((name) => [name, example(name)]));

/** Plays a guest's sequence with both engines; a difference is told, and what the compiled one did. */
const EXAMPLES = `
function play(module, store, { imports, sequence, traps = [] }) {
  const hostCalls = [];
  const linker = new Linker(engine);
  for (const { module: from, name, params, results } of imports) {
    linker.func(from, name, (...args) => { hostCalls.push({ import: from + "." + name, args: args.map(shown) }); });
  }
  const instance = linker.instantiate(store, module);
  const results = sequence.map(({ call, args }) => shown(instance.call(call, ...args.map(given))));
  const trapped = traps.map(({ call, args }) => attempt(() => instance.call(call, ...args.map(given))));
  return { results, hostCalls, trapped, ...(FUEL && { fuel: store.getFuel() }) };
}
const engine = engineOf(FUEL);
const storeOf = () => { const store = new Store(engine); if (FUEL) store.setFuel(1e9); return store; };
for (const name of Object.keys(MODULES)) {
  const plan = json(name + '.json');
  const compiled = JSON.stringify(play(MODULES[name], storeOf(), plan));
  const interpreted = JSON.stringify(play(new Module(engine, new Resource(name + '.wasm')), storeOf(), plan));
  trace(JSON.stringify({ name, same: compiled === interpreted, ...JSON.parse(compiled) }), '\\n');
}
`;

interface Played {
  readonly name: string;
  readonly same: boolean;
  readonly results: unknown[];
  readonly hostCalls: unknown[];
  readonly trapped: string[];
  readonly fuel?: number;
}

/** What a kernel does is a sequence, too. */
const guestPlans = guests.map(({ name, file, imports, sequence, hostCalls = [], traps = [] }) => {
  const bytes = readFileSync(`examples/guests/${file}`);
  return { name, bytes, imports, sequence, hostCalls, traps };
});
const kernelPlans: typeof guestPlans = kernels.map(({ name, file, checksum }) => {
  const run = { call: 'run', args: [], result: checksum };
  const bytes = readFileSync(`bench/kernels/${file}`);
  return { name, bytes, imports: [], sequence: [run, run], hostCalls: [], traps: [] };
});

async function playOnXs(
  chosen: typeof guestPlans,
  fuel: boolean,
  options: Partial<CompiledProgram>,
): Promise<void> {
  const names = chosen.map(({ name }) => name);
  const resources = Object.fromEntries(
    chosen.map((plan) => [`${plan.name}.json`, JSON.stringify({ ...plan, bytes: undefined })]),
  );
  const { stdout, stderr, exitCode } = await runCompiled({
    source: `${PRELUDE}${importing(names)}\nconst FUEL = ${fuel};${EXAMPLES}`,
    modules: Object.fromEntries(chosen.map(({ name, bytes }) => [name, bytes])),
    resources,
    fuel,
    ...options,
  });
  expect([stderr, exitCode]).toEqual(['', 0]);
  const played = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Played);
  expect(played.map(({ name }) => name)).toEqual(names);
  for (const { name, same, results, hostCalls, trapped } of played) {
    const plan = chosen.find((one) => one.name === name)!;
    expect(results, name).toEqual(plan.sequence.map(({ result }) => result));
    expect(hostCalls, name).toEqual(plan.hostCalls);
    expect(trapped, name).toEqual(plan.traps.map(({ trap }) => `RuntimeError: ${trap}`));
    expect(same, name).toBe(true);
  }
}

describeOnXs.each(WAYS)('on %s', (_, options) => {
  it.each([false, true])(
    'examples and kernels do what the interpreter does, fuel %s',
    async (fuel) => {
      await playOnXs(guestPlans, fuel, options);
      await playOnXs(kernelPlans, fuel, options);
    },
  );

  it.each(PARTS)('$name', async ({ bytes, source, expected }) => {
    const { stdout, stderr, exitCode } = await runCompiled({
      source: `${PRELUDE}import module from 'part';\n${source}
const engine = engineOf(false);
for (const one of [module, new Module(engine, new Resource('part.wasm'))]) {
  trace(JSON.stringify(part(engine, one), (_, value) => shown(value)), '\\n');
}`,
      modules: { part: bytes },
      ...options,
    });
    expect([stderr, exitCode]).toEqual(['', 0]);
    const [compiled, interpreted] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(compiled).toEqual(expected);
    expect(interpreted).toEqual(expected);
  });

  it('instances keep their state to themselves, in one store and in several', async () => {
    const { stdout, stderr } = await runCompiled({
      source: `${PRELUDE}import module from 'traffic';
const engine = engineOf(false);
const store = new Store(engine);
const instances = [store, store, new Store(engine)].map((one) => new Instance(one, module));
instances.forEach((one) => one.call('init', 0));
for (let i = 0; i < 7; i++) instances[1].call('step', 0);
instances[2].call('step', 0);
trace(instances.map((one) => one.call('remaining')).join());`,
      modules: named(['traffic']),
      ...options,
    });
    expect([stdout, stderr]).toEqual(['10,3,9', '']);
  });

  it('wants stores that count fuel as it does', async () => {
    const source = `${PRELUDE}import module from 'traffic';
for (const fuel of [false, true]) {
  const store = new Store(engineOf(fuel));
  if (fuel) store.setFuel(100);
  trace(attempt(() => { new Instance(store, module).call('init', 0); return 'none'; }), '\\n');
}`;
    const counting = await runCompiled({
      source,
      modules: named(['traffic']),
      fuel: true,
      ...options,
    });
    expect(counting.stdout).toBe(
      'LinkError: the module counts fuel: its store needs Config.consumeFuel(true)\nnone\n',
    );
    const other = await runCompiled({ source, modules: named(['traffic']), ...options });
    expect(other.stdout).toBe(
      'none\nLinkError: the module does not count fuel: its store needs Config.consumeFuel(false)\n',
    );
  });
});

/** What an application has of every import, whatever is imported: one slot, and one for a name. */
const IMPORT_BYTES = [16, 32];
/** 120 of memory in them; 352 today. */
const INSTANCE_BYTES = 400;

describeOnXs32('RAM, with everything preloaded', () => {
  const measured = async (imports: string, then: string): Promise<number[]> => {
    const { stdout, stderr } = await runCompiled({
      source: `import Sim from 'sim';
import { Config, Engine, Instance, Store } from 'wasmote';
import 'wasmote/compiled';
${imports}
const used = () => { Sim.collect(); return Sim.measure('slotBytes') + Sim.measure('chunkBytes'); };
const figures = [];
${then}
trace(figures.join());`,
      modules: named(['traffic', 'crc32', 'pid']),
      creation: PICO,
      strip: true,
    });
    expect(stderr).toBe('');
    return stdout.split(',').map(Number);
  };

  it("a module takes none: an import is the application's", async () => {
    const used = 'figures.push(used());';
    const [without] = await measured('', used);
    for (const name of ['traffic', 'crc32', 'pid']) {
      const [imported] = await measured(`import '${name}';`, used);
      const [bound] = await measured(`import module from '${name}';`, used);
      expect([imported! - without!, bound! - without!], name).toEqual(IMPORT_BYTES);
    }
  });

  it('one more instance of traffic takes its memory and some slots', async () => {
    const figures = await measured(
      "import module from 'traffic';",
      `const store = new Store(new Engine());
const kept = [null, null, null, null];
const after = [0, 0, 0, 0];
for (let i = 0; i < kept.length; i++) { kept[i] = new Instance(store, module); kept[i].call('init', 0); used(); after[i] = used(); }
figures.push(...after);`,
    );
    expect(figures[3]! - figures[2]!).toBeLessThanOrEqual(INSTANCE_BYTES);
    expect(figures[2]! - figures[1]!).toBe(figures[3]! - figures[2]!);
  });
});

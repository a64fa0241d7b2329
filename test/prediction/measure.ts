/** Weighs modules and instances on XS, as an application has them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { creationValues, loadBoard } from '../../src/boards/index.js';
import { type GuestForm, isForCompiler } from '../../src/prediction/guest.js';
import { runOnXs, type RunOptions } from '../../src/simulator/index.js';
import { EXTENSIONS } from '../spec-runner/bundle.js';

/** A module as it gets to the device. */
export interface Subject {
  readonly name: string;
  readonly form: GuestForm;
  readonly bytes: Uint8Array;
}

/** What was added to XS's heaps. */
export interface Added {
  readonly slots: number;
  readonly chunkBytes: number;
}

export interface Measured {
  /** Engine, store and linker, and what the first use of the runtime leaves. */
  readonly runtime: Added;
  /** The modules, and what a linker keeps for their imports. */
  readonly modules: Added;
  /** All instances of each module. */
  readonly instances: readonly Added[];
  /** The last instance of each module. */
  readonly last: readonly Added[];
}

/**
 * Holds so many instances of each module, in turn, and then still has the reserve: so many slots, and so many bytes of chunks in one piece.
 */
export const HOLDING = `
const kept = new Array(total.reduce((sum, count) => sum + count, 0)).fill(null);
const [spareSlots, spareBytes] = JSON.parse(Sim.argv[1]);
const engine = makeEngine(), store = new Store(engine), linker = new Linker(engine);
const modules = new Array(total.length).fill(null);
for (let i = 0; i < modules.length; i++) {
  modules[i] = load(engine, i);
  compile(modules[i]);
  define(linker, store, modules[i]);
}
let at = 0, spare = null, buffer;
const most = total.reduce((a, b) => (a > b ? a : b));
for (let j = 0; j < most; j++) {
  for (let i = 0; i < modules.length; i++) {
    if (j < total[i]) kept[at++] = linker.instantiate(store, modules[i]);
  }
}
Sim.collect(); Sim.collect();
trace(Sim.measure('slotBytes') / 16, ' ', Sim.measure('chunkBytes'));
for (let i = 4; i < spareSlots; i += 2) spare = { spare };
if (spareBytes > 0) buffer = new ArrayBuffer(spareBytes - 8);
// What ends the program may have it.
spare = buffer = null;
`;

/** Makes an instance of the module, and calls its functions without parameters, all from `main`. */
export function calling(subject: Subject): string {
  return `
const engine = makeEngine(), store = new Store(engine), linker = new Linker(engine);
const module = ${loading(subject)};
define(linker, store, module);
const instance = linker.instantiate(store, module);
for (const { name, kind, index } of module.exports()) {
  if (kind !== 0 || module.functionType(index).params.length > 0) continue;
  try { instance.call(name); } catch (error) { if (error.name !== 'RuntimeError') throw error; }
}
trace(Sim.measure('stackPeakSlots'));
`;
}

/** Room for everything; a slot weighs the same as on a board. */
export const ROOMY = {
  ...creationValues(loadBoard('esp32').xs.creation),
  chunkBytes: 3_000_000,
  slotCount: 100_000,
};

/** How the application gets a module. */
function loading({ name, form }: Subject): string {
  if (form === 'compiled') return `import_${name}`;
  const resource = `new Resource('${name}.bin')`;
  return form.startsWith('wasm')
    ? `new Module(engine, ${resource})`
    : `Module.deserialize(engine, ${resource})`;
}

/** As if all functions of a module had been called. */
const COMPILE = `
  for (let f = modules[i].importedFunctions; f < modules[i].functionCount; f++) {
    modules[i].executor.isCompiled(f, engine.settings.compiledStackSlots);
  }`;

/** Whether a module uses extensions. */
function isExtended(subjects: readonly Subject[]): boolean {
  return subjects.some(({ name }) => name.startsWith('extended'));
}

/** The beginning of an application that has the modules, an engine, a store and a linker. */
export function application(subjects: readonly Subject[], body: string, fuel = false): string {
  const compiles = subjects.some(({ form }) => isForCompiler(form));
  const settings =
    (fuel || compiles ? 'new Config()' : '') +
    (fuel ? '.consumeFuel(true)' : '') +
    (compiles ? ".strategy('compiler')" : '');
  const extended = isExtended(subjects);
  return `
${extended ? "import { Tag, TagType } from 'wasmote/exception-handling';\nimport 'wasmote/gc'; import 'wasmote/memory64';" : ''}
${compiles ? "import 'wasmote/compiler';" : ''}
import Sim from 'sim';
import Resource from 'Resource';
import { Config, Engine, Global, Linker, Memory, Module, Store, Table } from 'wasmote';
${subjects.map(({ name, form }) => (form === 'compiled' ? `import import_${name} from '${name}';` : '')).join('\n')}
const EXTERNS = ['function', 'table', 'memory', 'global'];
const host = () => 0;
const total = JSON.parse(Sim.argv[0]);
function load(engine, i) {
  switch (i) {
${subjects.map((subject, i) => `    case ${i}: return ${loading(subject)};`).join('\n')}
  }
}
function define(linker, store, module) {
  for (const { module: from, name, kind, type } of module.imports()) {
    if (linker.get(from, name) !== undefined) continue;
    if (kind === 0) { try { linker.func(from, name, host); } catch {} }
    else if (kind === 1) linker.define(from, name, new Table(store, type));
    else if (kind === 2) linker.define(from, name, new Memory(store, type));
    else if (kind === 3) linker.define(from, name, new Global(type));
${extended ? '    else linker.define(from, name, new Tag(new TagType(type)));' : ''}
  }
}
const makeEngine = () => new Engine(${settings});
${body.replace('compile(modules[i]);', compiles ? COMPILE : '')}`;
}

const WEIGH = `
const counts = total;
const before = { slotBytes: 0, chunkBytes: 0 }, after = { slotBytes: 0, chunkBytes: 0 };
const figures = new Array(2 * (4 + 3 * counts.length)).fill(0);
const kept = counts.map((count) => new Array(count).fill(null));
const modules = new Array(counts.length).fill(null);
let at = 0;
function note() {
  // Names made at run time go one collection after what used them.
  Sim.collect(); Sim.collect(); Sim.heap(after);
  figures[at] = (after.slotBytes - before.slotBytes) / 16;
  figures[at + 1] = after.chunkBytes - before.chunkBytes;
  at += 2;
  Sim.heap(before);
}
Sim.heap(after); note(); at = 0; note();
const engine = makeEngine(), store = new Store(engine), linker = new Linker(engine);
note();
for (let i = 0; i < modules.length; i++) {
  modules[i] = load(engine, i);
  compile(modules[i]);
  define(linker, store, modules[i]);
}
note();
// The first of each leaves something in the linker.
for (let i = 0; i < modules.length; i++) linker.instantiate(store, modules[i]);
note();
for (let i = 0; i < modules.length; i++) {
  for (let j = 0; j < counts[i] - 1; j++) kept[i][j] = linker.instantiate(store, modules[i]);
  note();
  kept[i][counts[i] - 1] = linker.instantiate(store, modules[i]);
  note();
}
trace(JSON.stringify(figures));
`;

/** Runs an application with the modules; what it traced. */
export async function runWith(
  subjects: readonly Subject[],
  source: string,
  options: Pick<RunOptions, 'creation' | 'argv'>,
): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-budget-'));
  const compiled = subjects.some(({ form }) => form === 'compiled');
  const compiles = subjects.some(({ form }) => isForCompiler(form));
  const modules: Record<string, string> = {
    wasmote: 'dist/xs/wasmote.js',
    ...(compiles && {
      'wasmote/compiled': 'dist/xs/compiled.js',
      'wasmote/compiler': 'dist/xs/compiler.js',
    }),
    ...(isExtended(subjects) &&
      Object.fromEntries(EXTENSIONS.map((name) => [name, `dist/xs/${name.slice(8)}.js`]))),
    ...(compiled && { 'wasmote/compiled': 'dist/xs/compiled.js' }),
  };
  const resources: Record<string, string> = {};
  try {
    for (const { name, form, bytes } of subjects) {
      const file = join(folder, form === 'compiled' ? `${name}.js` : `${name}.bin`);
      await writeFile(file, bytes);
      if (form === 'compiled') modules[name] = file;
      else resources[`${name}.bin`] = file;
    }
    const app = join(folder, 'main.js');
    await writeFile(app, source);
    const preload = Object.keys(modules);
    return await runOnXs({
      app,
      modules,
      preload,
      resources,
      strip: true,
      timeoutMs: 120_000,
      ...options,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Makes so many instances of each module, in turn.
 * @throws Error when the program does not end well
 */
export async function measure(
  subjects: readonly Subject[],
  counts: readonly number[],
  fuel = false,
): Promise<Measured> {
  const { exitCode, stdout, stderr } = await runWith(subjects, application(subjects, WEIGH, fuel), {
    creation: ROOMY,
    argv: [JSON.stringify(counts)],
  });
  if (exitCode !== 0) throw new Error(`${subjects.map(({ name }) => name).join()}: ${stderr}`);
  const figures = JSON.parse(stdout) as number[];
  const added = (i: number): Added => ({ slots: figures[2 * i]!, chunkBytes: figures[2 * i + 1]! });
  const last = counts.map((_, i) => added(5 + 2 * i));
  const instances = counts.map((_, i) => ({
    slots: added(4 + 2 * i).slots + last[i]!.slots,
    chunkBytes: added(4 + 2 * i).chunkBytes + last[i]!.chunkBytes,
  }));
  const [loaded, first] = [added(2), added(3)];
  const modules = {
    slots: loaded.slots + first.slots,
    chunkBytes: loaded.chunkBytes + first.chunkBytes,
  };
  return { runtime: added(1), modules, instances, last };
}

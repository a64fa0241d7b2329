/**
 * `npm run bench:code-size`: bytes of each module's function bodies, of the register code made of
 * them, and of the side table that running them in place needs; slots of a frame; bytecode of both
 * loops. In RAM a module takes register code, or a side table and, unless its bytes lie in flash,
 * its bodies.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { Config, Engine, Module } from '../../src/index.js';
import { INSTRUCTIONS } from '../../src/interpreter/instructions/all.js';
import { runOnXs } from '../../src/simulator/index.js';
import { rowPrinter } from '../shared/table.js';
import { bodies } from './bodies.js';
import { writeInPlace } from './generate.js';
// @ts-expect-error plain JavaScript, for XS
import { load } from './load.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const FOLDERS = ['../kernels/', '../../examples/guests/'];

const row = rowPrinter(22, 12);

/** Slots of each function's frame, from its entry in register code (see `Translator`). */
function frames({ code, functionCount, importedFunctions }: Module): number[] {
  return Array.from(code.subarray(0, functionCount - importedFunctions), (entry) =>
    (entry & 255) === 255 ? code[entry >>> 8]! & 0xffff : entry & 255,
  );
}

const files: string[] = [];
const totals = [0, 0, 0, 0, 0, 0];
const slots = { registers: 0, inPlace: 0, functions: 0 };
row('module', 'bodies', 'registers', 'with fuel', 'side table', 'branches', 'RAM, loaded');
for (const folder of FOLDERS) {
  const index = JSON.parse(await readFile(at(`${folder}index.json`), 'utf8')) as Record<
    string,
    { file: string }[]
  >;
  for (const { file } of Object.values(index)[0]!) {
    files.push(at(folder + file));
    const bytes = new Uint8Array(await readFile(at(folder + file)));
    const module = new Module(new Engine(), bytes);
    const fuelled = new Module(new Engine(new Config().consumeFuel(true)), bytes);
    const inPlace = load(bytes);
    const figures = [
      inPlace.bodyBytes,
      module.code.byteLength,
      fuelled.code.byteLength,
      inPlace.side.byteLength,
      inPlace.branches,
      inPlace.side.byteLength + inPlace.bodyBytes,
    ] as number[];
    figures.forEach((figure, i) => (totals[i]! += figure));
    row(file, ...figures);
    for (const size of frames(module)) slots.registers += size;
    for (const size of inPlace.frames) slots.inPlace += size;
    slots.functions += inPlace.frames.length;
  }
}
row('total', ...totals);
const perFrame = (sum: number): string => ((sum * 8) / slots.functions).toFixed(1);
console.log(
  `\nbytes of a frame, mean of ${slots.functions} functions: ` +
    `${perFrame(slots.registers)} registers, ${perFrame(slots.inPlace)} in place`,
);

/** Both loops as modules that import the same stubs, to weigh them alone. */
async function loopBytes(): Promise<Record<string, number>> {
  const folder = at('../../.cache/bench/');
  const strip = async (text: string): Promise<string> =>
    (await transform(text, { loader: 'ts', target: 'es2022' })).code.replace(
      /^import (.*) from .*;$/gm,
      "import $1 from 'stubs';",
    );
  const registers = await strip(
    (await readFile(at('../../src/interpreter/generated/loop.ts'), 'utf8')).replace(
      /TrapCode\.\w+/g,
      '0',
    ),
  );
  const inPlace = await strip(await readFile((await writeInPlace('opcode')).loop, 'utf8'));
  const names = new Set<string>();
  for (const text of [registers, inPlace]) {
    for (const [, list] of text.matchAll(/^import \{([^}]*)\}/gm)) {
      for (const name of list!.split(',')) names.add(name.trim());
    }
  }
  const modules = {
    registers: [`${folder}weigh-registers.js`, registers],
    inPlace: [`${folder}weigh-in-place.js`, inPlace],
    stubs: [`${folder}stubs.js`, [...names].map((n) => `export const ${n} = 0;\n`).join('')],
    app: [`${folder}weigh.js`, "import 'registers';\nimport 'inPlace';\n"],
  } as const;
  for (const [path, text] of Object.values(modules)) await writeFile(path, text);
  const { report, stderr } = await runOnXs({
    app: modules.app[0],
    modules: {
      registers: modules.registers[0],
      inPlace: modules.inPlace[0],
      stubs: modules.stubs[0],
    },
    timeoutMs: 60_000,
  });
  if (report === undefined) throw new Error(stderr);
  return Object.fromEntries(report.modules.map(({ name, codeBytes }) => [name, codeBytes]));
}

const weights = await loopBytes();
console.log(
  `XS bytecode of the loops: ${weights['registers']} bytes for ${Object.keys(INSTRUCTIONS).length} ` +
    `register instructions, all of WebAssembly 2.0 and tail calls; ${weights['inPlace']} for ` +
    `${bodies().size} in place, without references, tables, bulk and tail calls, imports and fuel`,
);

const { stdout, stderr } = await runOnXs({
  app: at('load-app.js'),
  modules: { wasmote: at('../../dist/xs/wasmote.js'), 'in-place-load': at('load.js') },
  preload: ['wasmote'],
  argv: files,
  timeoutMs: 60_000,
});
if (stderr !== '') throw new Error(stderr);
const [validate, translate, table] = stdout.split(' ');
console.log(
  `loading all on XS: ${validate} us to validate, ${translate} us to validate and translate; ` +
    `${table} us for a side table without validation`,
);

import { mkdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { loadBoard } from '../../boards/index.js';
import { compileModule } from '../../embedding/compile-module.js';
import { Config } from '../../embedding/config.js';
import { Engine } from '../../embedding/engine.js';
import { Module } from '../../embedding/module.js';
import { usedFeaturesOf } from '../../image/serialize.js';
import { entriesFor } from '../../opcodes/feature.js';
import { CliError } from '../exit-code.js';
import { bytes } from '../values/format-bytes.js';
import { naming, readWasm } from '../wasm-file.js';
import { writeOutput } from '../write-file.js';

interface CompileOptions {
  readonly image?: true;
  readonly engine?: 'interpreter' | 'compiler';
  readonly output?: string;
  readonly board?: string;
  readonly fuel?: true;
  readonly anyPageSize?: true;
  readonly ignoreCustomSections?: true;
}

/** `wasmote compile`: does before what a device would do when it loads a module. */
export function addCompile(program: Command): void {
  program
    .command('compile')
    .summary('make JavaScript for a firmware, or an image that a device loads at once')
    .description(
      'Compiles a module to JavaScript: an ES module for the `modules` and `preload` of a Moddable ' +
        'manifest, and a manifest that names it. Its default export is a Module. Preloaded, code and ' +
        'module lie in flash and take no RAM. With --image, it is validated and translated for the ' +
        'interpreter instead; a device that loads the image with Module.deserialize does neither, ' +
        'and runs it in place from flash. With --engine compiler the image has the functions as ' +
        'JavaScript, too, for engines of Config.strategy(compiler). All are for this version of wasmote, and for engines ' +
        'with the same options.',
    )
    .usage(
      'FILE.wasm [-o DIR] [options]\n       wasmote compile FILE.wasm --image [-o FILE.cwasm] [options]',
    )
    .argument('<file>', 'the module, in the binary format')
    .option('--image', 'make a precompiled image, a .cwasm file')
    .addOption(
      new Option('--engine <engine>', 'what runs the image, by default the interpreter').choices([
        'interpreter',
        'compiler',
      ]),
    )
    .option(
      '-o, --output <path>',
      'the folder to write to, with --image the file (default: beside the module, by its name)',
    )
    .option('--board <name>', 'make use of what a board cannot have; `wasmote boards` lists them')
    .option('--fuel', 'count fuel, for engines with Config.consumeFuel(true)')
    .option('--any-page-size', 'allow every power of two up to 65536 as page size of memories')
    .option('--ignore-custom-sections', 'leave out custom sections, names among them')
    .action(compile);
}

function compile(file: string, options: CompileOptions): void {
  const config = new Config()
    .strategy(options.engine ?? 'interpreter')
    .consumeFuel(options.fuel === true)
    .anyPageSize(options.anyPageSize === true)
    .ignoreCustomSections(options.ignoreCustomSections === true);
  checkOptions(options);
  const wasm = readWasm(file);
  if (options.image) writeImage(file, wasm, new Engine(config), options);
  else writeModule(file, wasm, new Engine(config), options);
}

/** Options of the other kind of output would be passed over in silence. */
function checkOptions({ image, engine, board }: CompileOptions): void {
  if (engine !== undefined && !image) throw new CliError('--engine is of images: add --image');
  if (board !== undefined && image) throw new CliError('--board is of no use to --image');
}

function writeImage(file: string, wasm: Uint8Array, engine: Engine, options: CompileOptions): void {
  const output = options.output ?? `${withoutExtension(file)}.cwasm`;
  if (resolve(output) === resolve(file)) {
    throw new CliError(`the output would replace the module ${file}: use -o FILE`);
  }
  const image = naming(file, () => engine.precompileModule(wasm));
  writeOutput(output, image);
  report(output, image.length, wasm.length);
  reportIncludes(includesFor(wasm, engine));
}

function writeModule(
  file: string,
  wasm: Uint8Array,
  engine: Engine,
  options: CompileOptions,
): void {
  const folder = options.output ?? dirname(file);
  const name = basename(withoutExtension(file));
  const heap =
    options.board === undefined ? undefined : loadBoard(options.board).xs.heapBytes.value;
  const text = naming(file, () => compileModule(engine, wasm, basename(file), heap));
  makeFolder(folder);
  const output = join(folder, `${name}.js`);
  writeOutput(output, text);
  const manifest = { modules: { [name]: `./${name}` }, preload: [name] };
  writeOutput(join(folder, `manifest_${name}.json`), `${JSON.stringify(manifest, undefined, 2)}\n`);
  report(output, text.length, wasm.length);
  reportIncludes(['manifest_compiled.json', ...includesFor(wasm, engine)]);
}

function withoutExtension(file: string): string {
  return file.replace(/\.wasm$/i, '');
}

function report(output: string, size: number, wasmSize: number): void {
  console.log(`${output}: ${bytes(size)} bytes, of ${bytes(wasmSize)} bytes of WebAssembly`);
}

/** Our manifests for the parts of WebAssembly that a valid module uses and devices have to import. */
function includesFor(wasm: Uint8Array, engine: Engine): string[] {
  const entries = entriesFor(usedFeaturesOf(new Module(engine, wasm)));
  return entries.map((entry) => `manifest_${entry.replace('wasmote/', '')}.json`);
}

function reportIncludes(manifests: readonly string[]): void {
  if (manifests.length === 0) return;
  console.log(`a firmware includes for it, of this package: ${manifests.join(', ')}`);
}

/** The reasons of a folder that cannot be made that people meet. */
const FOLDER_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'the folder around it does not exist',
  EEXIST: 'there is a file of that name',
  EACCES: 'permission is denied',
};

/** The folder, unless it is there; its parent must be. Node 20 never ends making parents in /proc. */
function makeFolder(path: string): void {
  try {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) mkdirSync(path);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new CliError(`cannot make the folder ${path}: ${FOLDER_ERRORS[code] ?? message}`);
  }
}

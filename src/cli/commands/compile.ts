import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Config } from '../../embedding/config.js';
import { Engine } from '../../embedding/engine.js';
import { CliError } from '../exit-code.js';
import { bytes } from '../values/format-bytes.js';
import { naming, readWasm } from '../wasm-file.js';

interface CompileOptions {
  readonly image?: true;
  readonly output?: string;
  readonly fuel?: true;
  readonly anyPageSize?: true;
  readonly ignoreCustomSections?: true;
}

/** What a module can be compiled to. */
interface Target {
  /** What files of it are called, with the dot. */
  readonly extension: string;
  /** @throws CompileError when the module is not valid */
  readonly compile: (engine: Engine, wasm: Uint8Array) => Uint8Array | string;
}

const IMAGE: Target = {
  extension: '.cwasm',
  compile: (engine, wasm) => engine.precompileModule(wasm),
};

/** The reasons of a failed write that people meet. */
const WRITE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
};

/** `wasmote compile`: does before what a device would do when it loads a module. */
export function addCompile(program: Command): void {
  program
    .command('compile')
    .summary('make an image that a device loads at once')
    .description(
      'Validates a module and translates it to what an engine runs. A device that loads an image ' +
        'with Module.deserialize does neither, and runs it in place from flash. The image is for ' +
        'engines of this version of wasmote with the same options.',
    )
    .usage('FILE.wasm --image [-o FILE.cwasm] [options]')
    .argument('<file>', 'the module, in the binary format')
    .option('--image', 'make a precompiled image for the interpreter, a .cwasm file')
    .option(
      '-o, --output <file>',
      'the file to write (default: the name of the module, with .cwasm)',
    )
    .option('--fuel', 'count fuel, for engines with Config.consumeFuel(true)')
    .option('--any-page-size', 'allow every power of two up to 65536 as page size of memories')
    .option('--ignore-custom-sections', 'leave out custom sections, names among them')
    .action(compile);
}

function compile(file: string, options: CompileOptions): void {
  const target = targetOf(options);
  const config = new Config()
    .consumeFuel(options.fuel === true)
    .anyPageSize(options.anyPageSize === true)
    .ignoreCustomSections(options.ignoreCustomSections === true);
  const wasm = readWasm(file);
  const output = options.output ?? file.replace(/\.wasm$/i, '') + target.extension;
  if (resolve(output) === resolve(file)) {
    throw new CliError(`the output would replace the module ${file}: use -o FILE`);
  }
  const product = naming(file, () => target.compile(new Engine(config), wasm));
  write(output, product);
  console.log(
    `${output}: ${bytes(product.length)} bytes, of ${bytes(wasm.length)} bytes of WebAssembly`,
  );
}

function targetOf(options: CompileOptions): Target {
  if (options.image) return IMAGE;
  throw new CliError('nothing says what to compile to: use --image');
}

function write(path: string, contents: Uint8Array | string): void {
  try {
    writeFileSync(path, contents);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new CliError(`cannot write ${path}: ${WRITE_ERRORS[code] ?? message}`);
  }
}

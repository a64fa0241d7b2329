import type { Command } from 'commander';
import { Config } from '../../embedding/config.js';
import { Engine } from '../../embedding/engine.js';
import { ExitCode } from '../exit-code.js';
import { failureOf } from '../failure.js';
import { printError } from '../print-error.js';
import { imageConsumesFuel } from '../image-fuel.js';
import { loadModule, naming, readWasmOrImage } from '../wasm-file.js';

/** `wasmote validate`: is each file a valid module? */
export function addValidate(program: Command): void {
  program
    .command('validate')
    .summary('check WebAssembly modules')
    .description(
      'Decodes and validates each file. Valid ones are named on standard output; what is wrong ' +
        'with the others, and at which byte, is said on standard error. Of images it is checked that ' +
        'they are whole and for this version: what they are made of was validated before.',
    )
    .usage('FILE… [options]')
    .argument('<files...>', 'modules, in the binary format or as images: see "wasmote compile"')
    .option('--any-page-size', 'allow every power of two up to 65536 as page size of memories')
    .action(validate);
}

function validate(files: string[], { anyPageSize }: { anyPageSize?: true }): void {
  for (const file of files) {
    const exitCode = validateFile(file, anyPageSize === true);
    // Files that could not be read count for more than invalid ones.
    process.exitCode = Math.max(Number(process.exitCode ?? 0), exitCode);
  }
}

function validateFile(file: string, anyPageSize: boolean): ExitCode {
  try {
    const bytes = readWasmOrImage(file);
    const fuel = imageConsumesFuel(bytes) === true;
    const engine = new Engine(new Config().anyPageSize(anyPageSize).consumeFuel(fuel));
    naming(file, () => loadModule(engine, bytes));
  } catch (error) {
    const { message, exitCode } = failureOf(error);
    printError(message);
    return exitCode;
  }
  console.log(`${file} is valid`);
  return ExitCode.Ok;
}

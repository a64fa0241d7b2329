import type { Command } from 'commander';
import { Config } from '../../embedding/config.js';
import { Engine } from '../../embedding/engine.js';
import { Module } from '../../embedding/module.js';
import { CompileError } from '../../errors/errors.js';
import { ExitCode } from '../exit-code.js';
import { failureOf } from '../failure.js';
import { printError } from '../print-error.js';
import { readWasm } from '../wasm-file.js';

/** `wasmote validate`: is each file a valid module? */
export function addValidate(program: Command): void {
  program
    .command('validate')
    .summary('check WebAssembly modules')
    .description(
      'Decodes and validates each file. Valid ones are named on standard output; what is wrong ' +
        'with the others, and at which byte, is said on standard error.',
    )
    .usage('FILE.wasm… [options]')
    .argument('<files...>', 'modules, in the binary format')
    .option('--any-page-size', 'allow every power of two up to 65536 as page size of memories')
    .action(validate);
}

function validate(files: string[], { anyPageSize }: { anyPageSize?: true }): void {
  const engine = new Engine(new Config().anyPageSize(anyPageSize === true));
  for (const file of files) {
    const exitCode = validateFile(engine, file);
    // Files that could not be read count for more than invalid ones.
    process.exitCode = Math.max(Number(process.exitCode ?? 0), exitCode);
  }
}

function validateFile(engine: Engine, file: string): ExitCode {
  try {
    new Module(engine, readWasm(file));
  } catch (error) {
    const { message, exitCode } = failureOf(error);
    printError(error instanceof CompileError ? `${file} is not valid: ${message}` : message);
    return exitCode;
  }
  console.log(`${file} is valid`);
  return ExitCode.Ok;
}

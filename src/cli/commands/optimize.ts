import { basename, extname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type GuestEngine, readGuest } from '../../prediction/guest.js';
import { optimize as makeSmaller } from '../../transform/optimize.js';
import { CliError } from '../exit-code.js';
import { Progress } from '../progress.js';
import { lessText, savingTable } from '../saving-table.js';
import { bytes } from '../values/format-bytes.js';
import { naming, readWasm } from '../wasm-file.js';
import { writeOutput } from '../write-file.js';

interface OptimizeCommandOptions {
  readonly output: string;
  readonly strip?: true;
  readonly engine: GuestEngine;
}

/** `wasmote optimize`: the same module, smaller. */
export function addOptimize(program: Command): void {
  program
    .command('optimize')
    .summary('make a module smaller, and say what that saves on each board')
    .description(
      'Runs the passes of binaryen that make modules small, with the parts of WebAssembly that the ' +
        'module uses and no others, and prints what it takes of each board before and after. The ' +
        'module means the same; names of functions stay, unless --strip drops them.',
    )
    .usage('FILE.wasm -o OUTPUT.wasm [options]')
    .argument('<file>', 'the module, in the binary format')
    .requiredOption('-o, --output <file>', 'the file to write')
    .option('--strip', 'drop names and what tools left of themselves')
    .addOption(
      new Option('--engine <engine>', 'how boards run it, for the table')
        .choices(['interpreter', 'compiled', 'compiler'])
        .default('interpreter'),
    )
    .action(optimize);
}

async function optimize(
  file: string,
  { output, strip, engine }: OptimizeCommandOptions,
): Promise<void> {
  if (resolve(output) === resolve(file)) {
    throw new CliError(`the output would replace the module ${file}: give another name with -o`);
  }
  const options = { engine, fuel: false, anyPageSize: false };
  const guestOf = (wasm: Uint8Array<ArrayBuffer>) =>
    naming(file, () => readGuest(basename(file, extname(file)), wasm, options));
  const wasm = readWasm(file);
  const before = guestOf(wasm);
  const progress = new Progress('optimizing');
  progress.show(file);
  const made = await makeSmaller(wasm, { strip: strip === true }).finally(() => progress.clear());
  const saving = savingTable(before, guestOf(made));
  writeOutput(output, made);
  console.log(
    `${output}: ${bytes(made.length)} bytes, of ${bytes(wasm.length)} bytes (${lessText(wasm.length, made.length)})`,
  );
  console.log(saving);
}

import { basename, extname, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type GuestEngine, readGuest } from '../../prediction/guest.js';
import { repage as makeSmaller, type Repaged } from '../../transform/repage/repage.js';
import { RepageError } from '../../transform/repage/repage-error.js';
import { verify } from '../../transform/verify/verify.js';
import { CliError, ExitCode } from '../exit-code.js';
import { Progress } from '../progress.js';
import { memoryText } from '../../transform/repage/memory-text.js';
import { savingTable } from '../saving-table.js';
import { bytes } from '../values/format-bytes.js';
import { wholeNumber } from '../values/whole-number.js';
import { naming, readWasm } from '../wasm-file.js';
import { writeOutput } from '../write-file.js';

interface RepageCommandOptions {
  readonly output: string;
  readonly stack?: number;
  readonly heap?: number;
  readonly heapBase?: number;
  readonly size?: ReadonlyMap<number, number>;
  readonly byteUnits?: true;
  readonly verify?: true;
  readonly engine: GuestEngine;
}

/** `wasmote repage`: memories of 64 KiB pages become memories of the bytes that are needed. */
export function addRepage(program: Command): void {
  program
    .command('repage')
    .summary('turn memories of 64 KiB pages into memories of just the bytes that a module needs')
    .description(
      'Makes memories of 1-byte pages that hold static data, shadow stack and heap, and nothing else. ' +
        'Code that counts pages, such as an allocator, is changed to count smaller ones where it is ' +
        'certain what it does; where it is not, the module is refused. Prints what was found, and ' +
        'what the module takes of each board before and after.',
    )
    .usage('FILE.wasm -o OUTPUT.wasm [options]')
    .argument('<file>', 'the module, in the binary format')
    .requiredOption('-o, --output <file>', 'the file to write')
    .addOption(
      new Option('--page-size <bytes>', 'bytes of a page; WebAssembly has 1 and 65536')
        .choices(['1'])
        .default('1'),
    )
    .option(
      '--stack <bytes>',
      'bytes for the shadow stack (default: what the functions need, where that can be told)',
      wholeNumber,
    )
    .option(
      '--heap <bytes>',
      'bytes for the heap at first; it grows by what is asked for',
      wholeNumber,
    )
    .option(
      '--heap-base <bytes>',
      'where static data and stack end and the heap begins, if the module does not say',
      wholeNumber,
    )
    .option(
      '--size <[index=]bytes>',
      'bytes of a whole memory, if nothing tells what is used of it; may be repeated',
      sizeOf,
    )
    .option('--byte-units', 'leave memory.size and memory.grow as they are: the code counts bytes')
    .option('--verify', 'run the exports of both modules on the same inputs, and compare')
    .addOption(
      new Option('--engine <engine>', 'how boards run it, for the table')
        .choices(['interpreter', 'compiled', 'compiler'])
        .default('interpreter'),
    )
    .action(repage);
}

function sizeOf(
  text: string,
  before: ReadonlyMap<number, number> = new Map(),
): Map<number, number> {
  const parts = /^(?:(\d{1,3})=)?(\d{1,10})$/.exec(text);
  if (parts === null) throw new InvalidArgumentError('It is neither BYTES nor INDEX=BYTES.');
  const index = Number(parts[1] ?? 0);
  if (before.has(index)) throw new InvalidArgumentError(`Memory ${index} has a size already.`);
  return new Map(before).set(index, Number(parts[2]));
}

function repage(file: string, options: RepageCommandOptions): void {
  const { output } = options;
  if (resolve(output) === resolve(file)) {
    throw new CliError(`the output would replace the module ${file}: give another name with -o`);
  }
  const wasm = readWasm(file);
  const guestOf = (module: Uint8Array<ArrayBuffer>) =>
    naming(file, () =>
      readGuest(basename(file, extname(file)), module, {
        engine: options.engine,
        fuel: false,
        anyPageSize: false,
      }),
    );
  const before = guestOf(wasm);
  const made = repagedOf(file, wasm, options);
  console.log(
    `${file}: ${[made.toolchain, ...made.found].filter((text) => text !== '').join('; ') || 'nothing that tools left was found'}`,
  );
  for (const memory of made.memories) console.log(memoryText(memory));
  if (made.memories.length === 0) console.log('it has no memory of 64 KiB pages: nothing changes');
  for (const note of made.notes) console.log(`note: ${note}`);
  if (options.verify === true) compare(file, wasm, made);
  const table = savingTable(before, guestOf(made.bytes));
  writeOutput(output, made.bytes);
  console.log(`${output}: ${bytes(made.bytes.length)} bytes, of ${bytes(wasm.length)} bytes`);
  console.log(table);
}

function repagedOf(
  file: string,
  wasm: Uint8Array<ArrayBuffer>,
  { stack, heap, heapBase, size, byteUnits }: RepageCommandOptions,
): Repaged {
  try {
    return naming(file, () =>
      makeSmaller(wasm, {
        ...(stack === undefined ? {} : { stackBytes: stack }),
        ...(heap === undefined ? {} : { heapBytes: heap }),
        ...(heapBase === undefined ? {} : { heapBase }),
        ...(size === undefined ? {} : { sizes: size }),
        byteUnits: byteUnits === true,
      }),
    );
  } catch (error) {
    if (!(error instanceof RepageError)) throw error;
    throw new CliError(`${file} cannot be repaged: ${error.message}`, ExitCode.Guest);
  }
}

function compare(file: string, wasm: Uint8Array<ArrayBuffer>, made: Repaged): void {
  const progress = new Progress('comparing');
  progress.show(file);
  let found;
  try {
    found = verify(wasm, made);
  } finally {
    progress.clear();
  }
  if (found.differences.length > 0) {
    throw new CliError(
      `the modules differ, nothing is written; arguments may have been addresses beyond the memory:\n  ${found.differences.join('\n  ')}`,
      ExitCode.Guest,
    );
  }
  const notes = [
    `${bytes(found.calls)} calls, both engines`,
    `${bytes(found.bytes)} bytes of memory compared behind each`,
    ...(found.addresses > 0 ? [`${found.addresses} results are other addresses in the heap`] : []),
    ...(found.skipped > 0
      ? ['calls behind one that reached a limit of the engine were left out']
      : []),
  ];
  console.log(`verified: no difference (${notes.join('; ')})`);
}

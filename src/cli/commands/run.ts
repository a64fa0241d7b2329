import type { Command } from 'commander';
import { Config } from '../../embedding/config.js';
import { Engine } from '../../embedding/engine.js';
import type { Module } from '../../embedding/module.js';
import { RuntimeError } from '../../errors/errors.js';
import { CliError, ExitCode } from '../exit-code.js';
import { exportTexts } from '../export-text.js';
import { usedFeaturesOf } from '../../image/serialize.js';
import { imageConsumesFuel } from '../image-fuel.js';
import { entryOf, invocationOf, type Invocation } from '../invocation.js';
import { runOnBoard } from '../run-on-board.js';
import { runOnNode } from '../run-on-node.js';
import { formatValue } from '../values/format-value.js';
import { loadModule, naming, readWasmOrImage } from '../wasm-file.js';

interface RunOptions {
  readonly invoke?: string;
  readonly on: string;
  readonly fuel?: string;
  readonly anyPageSize?: true;
}

const NODE = 'node';

/** `wasmote run`: one module, one call. */
export function addRun(program: Command): void {
  program
    .command('run')
    .summary('run a WebAssembly module')
    .description(
      'Instantiates a module, which runs its start function, and calls an export. Without --invoke ' +
        'it calls the export "_start" or "", or lists the exports when there is neither. Each ' +
        'result is printed on a line of its own. Nothing is given for imports: a module that has some ' +
        'needs an application, see "wasmote sim".',
    )
    .usage('FILE [--invoke NAME ARG…] [--on node|BOARD] [options]')
    .argument('<file>', 'the module, in the binary format or as an image: see "wasmote compile"')
    .argument(
      '[args...]',
      'arguments of the export, by its types: 42, -0x2a, 1.5e3, 0x1p-3, inf, nan, null',
    )
    .option('--invoke <name>', 'the exported function to call')
    .option('--on <where>', 'node, or a board in the simulator: see "wasmote boards"', NODE)
    .option('--fuel <amount>', 'stop the guest when it has consumed so much (default: no limit)')
    .option('--any-page-size', 'allow every power of two up to 65536 as page size of memories')
    // -inf and -0x2a are arguments, not options.
    .allowUnknownOption()
    .action(run);
}

async function run(file: string, words: string[], options: RunOptions): Promise<void> {
  const option = words.find((word) => /^-(-|[a-z]$)/i.test(word));
  if (option) throw new CliError(`unknown option "${option}"; see "wasmote run --help"`);
  if (words.length > 0 && options.invoke === undefined) {
    throw new CliError(`"${words[0]}" is an argument, but no function is named: use --invoke NAME`);
  }
  const fuel = options.fuel === undefined ? undefined : fuelOf(options.fuel);
  const anyPageSize = options.anyPageSize === true;

  const engine = new Engine(new Config().consumeFuel(fuel !== undefined).anyPageSize(anyPageSize));
  const bytes = readWasmOrImage(file);
  checkFuel(file, bytes, fuel);
  const module = naming(file, () => loadModule(engine, bytes));
  const invocation =
    options.invoke === undefined ? entryOf(module) : invocationOf(module, options.invoke, words);

  const results = await trapping(file, invocation, async () =>
    options.on === NODE
      ? runOnNode(engine, module, invocation, fuel)
      : await runOnBoard(options.on, {
          file,
          features: usedFeaturesOf(module),
          invocation,
          fuel,
          anyPageSize,
        }),
  );
  if (invocation === undefined) listExports(module);
  else results.forEach((value, i) => console.log(formatValue(value, invocation.results[i]!)));
}

function fuelOf(text: string): number {
  const fuel = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(fuel)) return fuel;
  throw new CliError(`"${text}" is not an amount of fuel (an integer from 0 to 2^53 - 1)`);
}

/** What counts fuel in an image is in its code. @throws CliError when `--fuel` does not fit */
function checkFuel(file: string, bytes: Uint8Array, fuel: number | undefined): void {
  const counts = imageConsumesFuel(bytes) ?? fuel !== undefined;
  if (counts === (fuel !== undefined)) return;
  throw new CliError(
    counts
      ? `${file} counts fuel: say with --fuel how much it may consume`
      : `${file} counts no fuel: compile it with --fuel`,
  );
}

function listExports(module: Module): void {
  const exports = exportTexts(module);
  console.log(exports.length === 0 ? 'the module exports nothing' : exports.join('\n'));
}

/** Runs `action`, and tells a guest's traps as such. */
async function trapping<T>(
  file: string,
  invocation: Invocation | undefined,
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof RuntimeError) {
      const where = invocation === undefined ? file : `${file}, "${invocation.name}"`;
      throw new CliError(`the guest trapped (${where}): ${error.message}`, ExitCode.Guest);
    }
    if (error instanceof RangeError)
      throw new CliError(`${file}: ${error.message}`, ExitCode.Guest);
    throw error;
  }
}

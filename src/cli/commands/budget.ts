import { basename, extname } from 'node:path';
import { type Command, Option } from 'commander';
import { loadBoard } from '../../boards/index.js';
import { type Guest, type GuestEngine, readGuest } from '../../prediction/guest.js';
import { pageText } from '../../prediction/page/page.js';
import { DEFAULT_RESERVE_BYTES, predict } from '../../prediction/predict.js';
import { checkText, readBudget } from '../budget/check.js';
import { budgetText } from '../budget/table.js';
import { ExitCode } from '../exit-code.js';
import { naming, readAnyModule } from '../wasm-file.js';
import { wholeNumber } from '../values/whole-number.js';
import { writeOutput } from '../write-file.js';

interface BudgetCommandOptions {
  readonly board: string;
  readonly instances: number;
  readonly engine: GuestEngine;
  readonly reserve: number;
  readonly fuel?: true;
  readonly anyPageSize?: true;
  readonly json?: true;
  readonly check?: string;
  readonly html?: string;
}

/** `wasmote budget`: what modules cost on a board, before they get there. */
export function addBudget(program: Command): void {
  program
    .command('budget')
    .summary('say what modules cost on a board, and how many instances fit')
    .description(
      'Says without running them what modules take of a board: flash, RAM once and for each ' +
        'instance, by kind, stack; and how many instances fit. Files are WebAssembly, images, or ' +
        'what `wasmote compile` made.',
    )
    .usage('FILE... --board NAME [options]')
    .argument('<file...>', 'the modules; an application has instances of all of them')
    .requiredOption('--board <name>', 'the board; `wasmote boards` lists them')
    .option('--instances <n>', 'so many instances of each', wholeNumber, 1)
    .addOption(
      new Option(
        '--engine <engine>',
        'how modules of WebAssembly are run: `compiled` ahead, or by the `compiler` on the device',
      )
        .choices(['interpreter', 'compiled', 'compiler'])
        .default('interpreter'),
    )
    .option(
      '--reserve <bytes>',
      'bytes to keep free, half of them as slots',
      wholeNumber,
      DEFAULT_RESERVE_BYTES,
    )
    .option('--fuel', 'count fuel')
    .option('--any-page-size', 'allow every power of two up to 65536 as page size of memories')
    .addOption(
      new Option(
        '--json',
        'print the report as JSON; docs/budget.schema.json describes it',
      ).conflicts('check'),
    )
    .option('--html <file>', 'write the report as a page, with a map of the memory')
    .option(
      '--check <file>',
      'end with exit code 1 and a diff when a number is worse than in this report of --json',
    )
    .action(budget);
}

function budget(paths: readonly string[], options: BudgetCommandOptions): void {
  const board = loadBoard(options.board);
  const guests = paths.map((path) => readOf(path, options));
  const report = predict(board, guests, {
    fuel: options.fuel === true,
    instances: options.instances,
    reserveBytes: options.reserve,
  });
  if (!report.total.fits) process.exitCode = ExitCode.MemoryFull;
  if (options.html !== undefined) writeOutput(options.html, pageText(report));
  if (options.check !== undefined) {
    const { text, worse } = checkText(readBudget(options.check), report);
    console.log(text);
    if (worse > 0) process.exitCode = ExitCode.Guest;
  } else console.log(options.json ? JSON.stringify(report, null, 2) : budgetText(report));
}

function readOf(path: string, { engine, fuel, anyPageSize }: BudgetCommandOptions): Guest {
  const bytes = readAnyModule(path);
  const options = { engine, fuel: fuel === true, anyPageSize: anyPageSize === true };
  return naming(path, () => readGuest(basename(path, extname(path)), bytes, options));
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { packageRoot } from '../simulator/package-root.js';
import { addBoards } from './commands/boards.js';
import { addBudget } from './commands/budget.js';
import { addCompile } from './commands/compile.js';
import { addDemo } from './commands/demo.js';
import { addDoctor } from './commands/doctor.js';
import { addExplore } from './commands/explore.js';
import { addFlash } from './commands/flash.js';
import { addOptimize } from './commands/optimize.js';
import { addRepage } from './commands/repage.js';
import { addRun } from './commands/run.js';
import { addSim } from './commands/sim.js';
import { addValidate } from './commands/validate.js';
import { EXIT_CODE_MEANINGS, ExitCode } from './exit-code.js';
import { failureOf } from './failure.js';
import { printError } from './print-error.js';

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  return version;
}

const EXAMPLES = `
Examples:
  wasmote run add.wasm --invoke add 2 0x28
  wasmote run add.wasm --invoke add 2 -1 --on rp2040
  wasmote sim --board rp2040 boards/rp2040
  wasmote validate *.wasm
  wasmote compile add.wasm --image
  wasmote repage guest.wasm -o small.wasm --heap 1024 --verify
  wasmote optimize add.wasm -o small.wasm
  wasmote explore add.wasm
  wasmote budget add.wasm --board rp2040 --instances 60
  wasmote flash --board rp2040

With WASMOTE_DEBUG=1 in the environment a failure comes with its stack.
`;

const EXIT_CODES = `
Exit codes:
${EXIT_CODE_MEANINGS.map(([code, meaning]) => `  ${String(code).padStart(2)}  ${meaning}`).join('\n')}
`;

const COMMANDS = [
  addRun,
  addSim,
  addBoards,
  addBudget,
  addValidate,
  addCompile,
  addRepage,
  addOptimize,
  addExplore,
  addFlash,
  addDoctor,
  addDemo,
];

function createProgram(): Command {
  const program = new Command('wasmote')
    .description(
      'Runs WebAssembly on Node and, in a simulator with the heap of a board, on the XS engine.',
    )
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', EXAMPLES + EXIT_CODES)
    .configureOutput({
      // Commander's errors become one sentence, like all others.
      outputError: (text) => printError(text.replace(/^error: /, '').replaceAll("'", '"')),
    })
    .enablePositionalOptions()
    .exitOverride();
  for (const add of COMMANDS) add(program);
  for (const command of program.commands) {
    command.helpOption('-h, --help', 'print this help').addHelpText('after', EXIT_CODES);
  }
  return program;
}

/** Runs the command line, and leaves the exit code with the process. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that has enough, as head, ends the output and is no error.
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(ExitCode.Ok);
    printError(`cannot write the output: ${message}`);
    process.exit(ExitCode.Usage);
  });
  const program = createProgram();
  try {
    if (argv.length === 0) {
      program.outputHelp({ error: true });
      process.exitCode = ExitCode.Usage;
      return;
    }
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? ExitCode.Ok : ExitCode.Usage;
      return;
    }
    const { message, exitCode } = failureOf(error);
    printError(message);
    if (process.env['WASMOTE_DEBUG'] && error instanceof Error) console.error(error.stack);
    process.exitCode = exitCode;
  }
}

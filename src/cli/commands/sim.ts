import type { Command } from 'commander';
import { abnormalEnd, simulatedBoard } from '../board-run.js';
import { bytes } from '../values/format-bytes.js';
import { simApplication } from '../sim-application.js';
import { runOnXs, type Report } from '../../simulator/index.js';

interface SimOptions {
  readonly board: string;
  readonly preload: boolean;
  readonly memory?: true;
  readonly host?: string;
}

/** `wasmote sim`: an application on XS, as on a board. */
export function addSim(program: Command): void {
  program
    .command('sim')
    .summary('run an application for XS in the simulator')
    .description(
      'Runs an application on the real XS engine with the heap and the stack of a board. The ' +
        'application is a JavaScript module, a Moddable manifest, or a folder with a manifest.json; a module ' +
        'that is the main module of the manifest beside it gets its modules, resources and sizes. ' +
        'What it traces goes to standard output, and Sim.exit of the module "sim" gives the exit code.',
    )
    .usage('--board NAME APP.js|FOLDER [options] [ARG…]')
    .argument('<app>', 'the main module, a manifest, or a folder with manifest.json')
    .argument('[args...]', 'what the application finds in Sim.argv of the module "sim"')
    .requiredOption('--board <name>', 'the board: see "wasmote boards"')
    .option(
      '--host <firmware>',
      'the application is a mod, installed beside this firmware: a folder or a manifest',
    )
    .option('--no-preload', 'preload nothing: everything but bytecode is in RAM, as in a mod')
    .option('--memory', 'say on standard error at the end what the heap holds')
    .passThroughOptions()
    .action(sim);
}

async function sim(app: string, argv: string[], options: SimOptions): Promise<void> {
  const { board, creation } = await simulatedBoard(options.board);
  const result = await runOnXs({
    ...simApplication(app, board, creation, options.host),
    preloadEnabled: options.preload,
    argv,
    onOutput: (text) => process.stdout.write(text),
  });
  if (options.memory && result.report) process.stderr.write(memoryText(result.report));
  const end = abnormalEnd(board, result);
  if (end) throw end;
  process.stderr.write(result.stderr);
  process.exitCode = result.exitCode!;
}

function memoryText({ atMain, atEnd, flash }: Report): string {
  const lines = [
    `flash: ${bytes(flash.codeBytes + flash.slotBytes + flash.chunkBytes + flash.nameBytes)} bytes of bytecode, slots, chunks and names`,
  ];
  if (atMain) lines.push(`heap at the start: ${bytes(atMain.freeBytes)} bytes free`);
  if (atEnd) {
    lines.push(
      `heap at the end: ${bytes(atEnd.slotBytes)} bytes of slots and ${bytes(atEnd.chunkBytes)} of chunks in use, ${bytes(atEnd.freeBytes)} free`,
      `stack: ${atEnd.stackPeakSlots} slots at most, of ${atEnd.stackBytes / atEnd.slotSize}`,
    );
  }
  return lines.map((line) => `${line}\n`).join('');
}

import type { Command } from 'commander';
import pc from 'picocolors';
import { loadBoard } from '../../boards/index.js';
import { detectCompiler } from '../../simulator/index.js';
import { CliError, ExitCode } from '../exit-code.js';
import { answersText, failureCount } from '../demo/answers-text.js';
import { figuresTable } from '../demo/figures-table.js';
import { PLAN } from '../demo/guests.js';
import { demoOnBoard } from '../demo/on-board.js';
import { demoOnNode } from '../demo/on-node.js';
import type { Outcome } from '../demo/outcome.js';
import { bytes } from '../values/format-bytes.js';

/** One with two fixed heaps, one with a static block. */
const DEMO_BOARDS: readonly string[] = ['esp32', 'rp2040'];

/** `wasmote demo`: what `npm start` shows. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .summary('run the example guests on two boards')
    .description(
      'On each board, in the simulator: instantiates the example guests several times each, all ' +
        'alive at once, calls into them, compares what they answer with what they must, and prints ' +
        'what everything weighs, measured in the XS machine.',
    )
    .option('--board <name...>', 'these boards (default: esp32, rp2040)')
    .action(({ board }: { board?: readonly string[] }) => demo(board ?? DEMO_BOARDS));
}

async function demo(boards: readonly string[]): Promise<void> {
  boards.forEach((name) => loadBoard(name));
  let failures = 0;
  if ((await detectCompiler()) === undefined) {
    console.log(
      'No C compiler is found, so the XS engine cannot be built: the guests run on Node, and what\n' +
        'they weigh on XS is not measured. Install gcc (with gcc-multilib) and run this again.\n',
    );
    failures = await showNode();
  } else {
    for (const name of boards) failures += await showBoard(name);
  }
  if (failures > 0) {
    throw new CliError(`${failures} answers were not as expected`, ExitCode.Guest);
  }
}

async function showNode(): Promise<number> {
  const outcome = await demoOnNode(PLAN);
  console.log(pc.bold('Node'));
  console.log(`${summary(outcome)}\n\n${answersText(outcome)}\n\n${figuresTable(outcome)}`);
  console.log('flash: not measured\n');
  return failureCount(outcome);
}

async function showBoard(name: string): Promise<number> {
  const { title } = loadBoard(name);
  const outcome = await demoOnBoard(name, PLAN);
  const { runtime, report, totalBytes, end } = outcome;
  const { stackPeakSlots, slotSize, stackBytes } = report.atEnd!;
  console.log(`${pc.bold(name)}: ${title}`);
  console.log(`${summary(outcome)}\n\n${answersText(outcome)}\n`);
  console.log(
    figuresTable(outcome, {
      runtimeBytes: runtime.ramBytes,
      totalBytes,
      heapBytes: end!.used + end!.freeBytes,
      freeBytes: end!.freeBytes,
    }),
  );
  console.log(
    `flash: ${bytes(runtime.bytecodeBytes)} bytes of XS bytecode for the runtime; preloaded, with its ` +
      `objects and names, ${bytes(runtime.flashBytes)}\n` +
      `XS stack: ${stackPeakSlots} of ${stackBytes / slotSize} slots at most\n`,
  );
  return failureCount(outcome);
}

function summary({ figures }: Outcome): string {
  const instances = figures.reduce((sum, guest) => sum + guest.instances, 0);
  return `${instances} instances of ${figures.length} modules, all alive; then each was called:`;
}

import type { Command } from 'commander';
import pc from 'picocolors';
import { listBoards, loadBoard } from '../../boards/index.js';
import { detectCompiler } from '../../simulator/index.js';
import {
  type Check,
  type Family,
  familyChecks,
  familyOf,
  findXsDev,
  sdkChecks,
  setupStep,
} from '../../toolchain/checks.js';
import { THIS_MACHINE } from '../../toolchain/machine.js';
import { ExitCode } from '../exit-code.js';

/** `wasmote doctor`: what is installed, and the next step where something is missing. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('say what is installed for boards, and the next step where something is missing')
    .description(
      'Looks for what the simulator takes, for the Moddable SDK, and for the toolchains of chips. ' +
        'Only `wasmote flash` needs the SDK. With --board, what that board takes decides the exit code.',
    )
    .option('--board <name>', 'look only for what this board takes')
    .action(({ board }: { board?: string }) => doctor(board));
}

async function doctor(board: string | undefined): Promise<void> {
  const families = new Map<Family, string[]>();
  for (const name of board === undefined ? listBoards() : [board]) {
    const family = familyOf(loadBoard(name).sdk.platform);
    families.set(family, [...(families.get(family) ?? []), name]);
  }
  const simulator = [nodeCheck(), await compilerCheck()];
  const sdk = sdkChecks(THIS_MACHINE);
  print('the simulator', simulator);
  print('firmware for every board', sdk);
  const chips: Check[] = [];
  for (const [family, names] of families) {
    const checks = familyChecks(THIS_MACHINE, family);
    print(`firmware for ${names.join(', ')}`, checks);
    chips.push(...checks);
  }
  const missing = [...simulator, ...sdk, ...chips].find(({ found }) => found === undefined);
  console.log(missing === undefined ? 'nothing is missing' : `next: ${missing.next}`);
  if (
    missing !== undefined &&
    findXsDev(THIS_MACHINE) === undefined &&
    missing.next.startsWith(setupStep())
  ) {
    console.log('npx fetches xs-dev, which installs the SDK: https://xs-dev.js.org');
  }
  if (board !== undefined && missing !== undefined) process.exitCode = ExitCode.Build;
}

function print(title: string, checks: readonly Check[]): void {
  console.log(title);
  for (const { what, found, problem } of checks) {
    console.log(
      found === undefined
        ? `  ${pc.red('missing')}  ${what}: ${problem}`
        : `  ${pc.green('ok')}       ${what}: ${found}`,
    );
  }
}

function nodeCheck(): Check {
  const isNew = Number(process.versions.node.split('.')[0]) >= 20;
  return {
    what: 'Node.js',
    found: isNew ? process.versions.node : undefined,
    problem: `${process.versions.node} is too old`,
    next: 'install Node.js 20 or later',
  };
}

async function compilerCheck(): Promise<Check> {
  const compiler = await detectCompiler();
  const width = compiler?.pointerBits === 32 ? 'with the sizes of boards' : 'but for 64 bits only';
  return {
    what: 'C compiler',
    found: compiler && `${compiler.version}, ${width}`,
    problem: 'neither gcc, cc nor clang makes programs that run',
    next: 'install gcc, and gcc-multilib for the sizes of boards',
  };
}

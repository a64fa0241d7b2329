/**
 * `npm run bench:instructions`: machine instructions that a run of each kernel takes on 32-bit XS, as
 * valgrind counts them: the same each time, however busy the machine is. In brackets each design with
 * another dispatch: handlers in an array, opcodes renumbered by a table. About five minutes.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildSimulator } from '../../src/simulator/index.js';
import { writeHandlers } from '../operations/handlers.js';
import { executed, writeInPlace } from './generate.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { kernels } = JSON.parse(await readFile(at('../kernels/index.json'), 'utf8')) as {
  kernels: { name: string; file: string }[];
};
const byOpcode = await writeInPlace('opcode');
const byTable = await writeInPlace('table');
const handlers = await writeHandlers();
const { program } = await buildSimulator();
const runtime = at('../../dist/xs/wasmote.js');
const modules: Record<string, string> = {
  'in-place': byOpcode.loop,
  'in-place-table': byTable.loop,
  'in-place-numeric': byOpcode.numeric,
  'in-place-load': at('load.js'),
};
const preload = ['wasmote', 'in-place', 'in-place-table', 'in-place-numeric'];

async function count(
  engine: string,
  file: string,
  times: number,
  wasmote: string,
): Promise<number> {
  const { stderr } = await promisify(execFile)('valgrind', [
    ...['--tool=callgrind', '--callgrind-out-file=/dev/null', program],
    ...Object.entries({ ...modules, wasmote }).flatMap(([name, path]) => [
      '--map',
      `${name}=${path}`,
    ]),
    ...preload.flatMap((name) => ['--preload', name]),
    ...[at('instructions-app.js'), engine, at(`../kernels/${file}`), String(times)],
  ]);
  return Number(/refs:\s*([\d,]+)/.exec(stderr)![1]!.replaceAll(',', ''));
}

const row = (...cells: string[]): void =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(12) : cell.padStart(15))).join(''));
const millions = (n: number): string => (n / 1e6).toFixed(2);
const heads = ['registers', '(handlers)', 'in place', '(table)', 'registers/place', 'place/opcode'];
row('millions', ...heads);
const ratios: number[] = [];
const handlerRatios: number[] = [];
for (const { name, file } of kernels) {
  const run = async (engine: string, wasmote = runtime): Promise<number> => {
    const [one, two] = await Promise.all([1, 2].map((n) => count(engine, file, n, wasmote)));
    return two! - one!;
  };
  const registers = await run('registers');
  const withHandlers = await run('registers', handlers);
  const opcode = await run('opcode');
  const table = await run('table');
  ratios.push(registers / opcode);
  handlerRatios.push(withHandlers / registers);
  row(
    name,
    ...[registers, withHandlers, opcode, table].map(millions),
    (registers / opcode).toFixed(3),
    (opcode / executed.get(name)!).toFixed(0),
  );
}
const mean = (list: number[]): string =>
  Math.exp(list.reduce((sum, r) => sum + Math.log(r), 0) / list.length).toFixed(3);
console.log(
  `geometric means: registers to in place ${mean(ratios)}, handlers to tree ${mean(handlerRatios)}`,
);
console.log(
  `comparisons an instruction, in place: ${byOpcode.comparisons.toFixed(2)} by opcode, ` +
    `${byTable.comparisons.toFixed(2)} behind a table`,
);

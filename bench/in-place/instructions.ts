/**
 * `npm run bench:instructions`: machine instructions that a run of each kernel takes on 32-bit XS, as
 * valgrind counts them: the same each time, however busy the machine is. In brackets each design with
 * another dispatch: handlers in an array, opcodes renumbered by a table. About a minute.
 */
import { writeHandlers } from '../operations/handlers.js';
import { countInstructions } from '../shared/callgrind.js';
import { benchPath } from '../shared/paths.js';
import { mapParallel } from '../shared/pool.js';
import { loadPrograms, type Program } from '../shared/programs.js';
import { geometricMean } from '../shared/statistics.js';
import { rowPrinter } from '../shared/table.js';
import { executed, writeInPlace } from './generate.js';

const byOpcode = await writeInPlace('opcode');
const byTable = await writeInPlace('table');
const runtime = benchPath('../dist/xs/wasmote.js');
const handlers = await writeHandlers();

/** Instructions of a run by each of some engines, with a bundle of the library. */
async function count(
  wasmote: string,
  { file }: Program,
  ...engines: readonly string[]
): Promise<number[]> {
  const { instructions } = await countInstructions({
    app: benchPath('in-place/instructions-app.js'),
    modules: {
      wasmote,
      'in-place': byOpcode.loop,
      'in-place-table': byTable.loop,
      'in-place-numeric': byOpcode.numeric,
      'in-place-load': benchPath('in-place/load.js'),
    },
    preload: ['wasmote', 'in-place', 'in-place-table', 'in-place-numeric'],
    argv: [file, ...engines],
  });
  // What is between the second call of an engine and the first of the next is left out.
  return engines.map((_, i) => instructions[i * 2]!);
}

interface Figures {
  readonly name: string;
  readonly registers: number;
  readonly withHandlers: number;
  readonly opcode: number;
  readonly table: number;
}

const kernels = await loadPrograms('kernels');
const figures = await mapParallel(kernels, async (kernel): Promise<Figures> => {
  const [registers, opcode, table] = await count(runtime, kernel, 'registers', 'opcode', 'table');
  const [withHandlers] = await count(handlers, kernel, 'registers');
  return {
    name: kernel.name,
    registers: registers!,
    withHandlers: withHandlers!,
    opcode: opcode!,
    table: table!,
  };
});

const row = rowPrinter(12, 16);
const millions = (n: number): string => (n / 1e6).toFixed(2);
const heads = ['registers', '(handlers)', 'in place', '(table)', 'registers/place', 'place/opcode'];
row('millions', ...heads);
for (const { name, registers, withHandlers, opcode, table } of figures) {
  row(
    name,
    ...[registers, withHandlers, opcode, table].map(millions),
    (registers / opcode).toFixed(3),
    (opcode / executed.get(name)!).toFixed(0),
  );
}
const mean = (ratio: (f: Figures) => number): string =>
  geometricMean(figures.map(ratio)).toFixed(3);
console.log(
  `geometric means: registers to in place ${mean((f) => f.registers / f.opcode)}, ` +
    `handlers to tree ${mean((f) => f.withHandlers / f.registers)}`,
);
console.log(
  `comparisons an instruction, in place: ${byOpcode.comparisons.toFixed(2)} by opcode, ` +
    `${byTable.comparisons.toFixed(2)} behind a table`,
);

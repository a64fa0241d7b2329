import Table from 'cli-table3';
import type { Command } from 'commander';
import { listBoards, loadBoard, type Board } from '../../boards/index.js';
import { bytes } from '../values/format-bytes.js';

/** `wasmote boards`: what boards there are. */
export function addBoards(program: Command): void {
  program
    .command('boards')
    .summary('list the boards')
    .description(
      'Lists the boards that the simulator knows and for which there is a manifest. Sizes are in ' +
        'bytes; where each is from stands in boards/NAME/board.json, which --json prints.',
    )
    .option('--json', 'print the whole descriptions as JSON')
    .action(({ json }: { json?: true }) => {
      const boards = listBoards().map((name) => loadBoard(name));
      console.log(json ? JSON.stringify(boards, null, 2) : boardTable(boards));
    });
}

function boardTable(boards: readonly Board[]): string {
  const table = new Table({
    head: ['board', 'what it is', 'SRAM', 'flash', 'XS heap', 'free at start', 'XS stack'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const { name, title, memory, xs } of boards) {
    table.push([
      name,
      title,
      bytes(memory.sramBytes.value),
      bytes(memory.flashBytes.value),
      bytes(xs.heapBytes.value),
      bytes(xs.freeBytesAtMain.value),
      `${xs.creation.stackSlots.value} slots`,
    ]);
  }
  return table.toString();
}

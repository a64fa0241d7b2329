import Table from 'cli-table3';
import { bytes } from '../values/format-bytes.js';
import type { GuestFigures, Outcome } from './outcome.js';

const NOT_MEASURED = 'not measured';

/** What only a board has. */
export interface BoardFigures {
  readonly runtimeBytes: number;
  /** All that is more than in an empty program. */
  readonly totalBytes: number;
  readonly freeBytes: number;
  /** Slots and chunks, free and in use; XS's stack is not among them. */
  readonly heapBytes: number;
}

/** RAM by guest, in bytes of XS's heap; without a board's figures, what is not known is marked. */
export function figuresTable({ figures, callsBytes }: Outcome, board?: BoardFigures): string {
  const table = new Table({
    head: ['RAM, bytes', 'instances', 'module', 'linear memory', 'the rest', 'an instance', 'all'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  const single = (name: string, value: number | undefined): unknown =>
    table.push([{ content: name, colSpan: 6 }, cell(value)]);

  single('runtime with nothing loaded', board?.runtimeBytes);
  for (const guest of figures) {
    const { instanceBytes, memoryBytes } = guest;
    table.push([
      guest.guest,
      String(guest.instances),
      cell(guest.moduleBytes),
      bytes(memoryBytes),
      cell(instanceBytes === undefined ? undefined : instanceBytes - memoryBytes),
      cell(instanceBytes),
      cell(allBytes(guest)),
    ]);
  }
  single('left by the calls (stack of the store)', callsBytes);
  single('this program itself', board && board.totalBytes - explained(figures, callsBytes, board));
  single('total', board?.totalBytes);
  single(
    board ? `left of the board's heap of ${bytes(board.heapBytes)}` : "left of the board's heap",
    board?.freeBytes,
  );
  return table.toString();
}

function cell(value: number | undefined): string {
  return value === undefined ? NOT_MEASURED : bytes(value);
}

/** A module with all its instances. */
function allBytes({ moduleBytes, instances, instanceBytes }: GuestFigures): number | undefined {
  if (moduleBytes === undefined || instanceBytes === undefined) return undefined;
  return moduleBytes + instances * instanceBytes;
}

function explained(
  figures: readonly GuestFigures[],
  callsBytes: number | undefined,
  { runtimeBytes }: BoardFigures,
): number {
  return figures.reduce(
    (sum, guest) => sum + (allBytes(guest) ?? 0),
    runtimeBytes + (callsBytes ?? 0),
  );
}

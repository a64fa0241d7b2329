import Table from 'cli-table3';

/** A table whose first column is of names and whose others are of numbers. */
export function table(head: readonly string[]): Table.Table {
  return new Table({
    head: [...head],
    colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
}

/** Prints rows as they are measured: the first cell to the left, the others to the right. */
export function rowPrinter(
  firstWidth: number,
  width: number,
): (...cells: readonly (string | number)[]) => void {
  return (...cells) =>
    console.log(
      cells
        .map((cell, i) => (i === 0 ? `${cell}`.padEnd(firstWidth) : `${cell}`.padStart(width)))
        .join(''),
    );
}

import type { FunctionView, Line } from './model.js';

/** Columns that the text format and the register code take at most; longer lines reach beyond. */
const WAT_WIDTH = 56;
const REGISTERS_WIDTH = 44;

/**
 * A function as text, in columns: each line of register code or JavaScript stands beside the last
 * instruction that caused it, or below.
 */
export function columnsText(view: FunctionView): string[] {
  const { wat, registers, javascript = [] } = view;
  const rowOf = new Map<number, number>();
  wat.forEach(({ at }, row) => rowOf.has(at) || rowOf.set(at, row));
  const beside = [rowsOf(registers, rowOf), rowsOf(javascript, rowOf)] as const;
  const atWidth = (lines: readonly Line[]): number => String(lines.at(-1)?.at ?? '').length;
  const [watAt, registersAt] = [atWidth(wat), atWidth(registers)];
  const watWidth = widthOf(wat, WAT_WIDTH);
  const registersWidth = widthOf(registers, REGISTERS_WIDTH);
  const blank = ' '.repeat(watAt + 2 + watWidth);

  const rows: string[] = [];
  wat.forEach((line, row) => {
    const left = `${String(line.at).padStart(watAt)}  ${line.text}`;
    const middle = (beside[0].get(row) ?? []).map(
      ({ at, text }) => `${String(at).padStart(registersAt)}  ${text}`,
    );
    const right = (beside[1].get(row) ?? []).map(({ text }) => text);
    if (line.text.length > watWidth && middle.length + right.length > 0) {
      // A long line stands alone; what belongs to it comes below.
      rows.push(left);
      rows.push(...join([], middle, right, blank, registersAt + 2 + registersWidth));
    } else {
      rows.push(...join([left], middle, right, blank, registersAt + 2 + registersWidth));
    }
  });
  return rows;
}

function join(
  left: readonly string[],
  middle: readonly string[],
  right: readonly string[],
  blank: string,
  middleWidth: number,
): string[] {
  const count = Math.max(left.length, middle.length, right.length);
  return Array.from({ length: count }, (_, i) =>
    [(left[i] ?? '').padEnd(blank.length), (middle[i] ?? '').padEnd(middleWidth), right[i] ?? '']
      .join('  ')
      .trimEnd(),
  );
}

/** The lines by the row of the last instruction that caused each; their order stays. */
function rowsOf(lines: readonly Line[], rowOf: ReadonlyMap<number, number>): Map<number, Line[]> {
  const rows = new Map<number, Line[]>();
  let row = 0;
  for (const line of lines) {
    row = Math.max(row, rowOf.get(line.offsets.at(-1) ?? 0) ?? 0);
    const there = rows.get(row);
    if (there === undefined) rows.set(row, [line]);
    else there.push(line);
  }
  return rows;
}

function widthOf(lines: readonly Line[], most: number): number {
  let width = 0;
  for (const { text } of lines) if (text.length <= most) width = Math.max(width, text.length);
  return width;
}

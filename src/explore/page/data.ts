import type { Exploration } from '../exploration.js';
import { type FunctionView, type Line, SIZE_UNITS, sizeList } from '../model.js';
import { visible } from '../wat/string.js';

/** What the page shows, as it stands in the page. */
export interface PageData {
  readonly file: string;
  /** Bytes of the file. */
  readonly size: number;
  /** What is left out, and how to have it. */
  readonly notes: readonly string[];
  /** The module's fields, in the text format. */
  readonly fields: readonly string[];
  readonly columns: readonly string[];
  /** What the functions' sizes count. */
  readonly units: readonly string[];
  readonly functions: readonly PageFunction[];
}

export interface PageFunction {
  readonly index: number;
  readonly name: string;
  /** In each column's unit. */
  readonly sizes: readonly number[];
  /** Absent where the function was left out for its length. */
  readonly columns?: readonly PageColumn[];
}

/** The lines of a column. */
export interface PageColumn {
  readonly at: readonly number[];
  readonly text: readonly string[];
  /** For each line the rows of the first column to which it belongs. */
  readonly rows: readonly (readonly number[])[];
}

export interface PageOptions {
  readonly file: string;
  readonly size: number;
  /** The functions to show. */
  readonly indices: readonly number[];
  /**
   * Lines of all functions together: what comes after is only listed, and of a function that alone
   * is longer the beginning is shown.
   */
  readonly maxLines: number;
  /** Told after each function. */
  readonly progress?: (done: number) => void;
}

export function pageData(exploration: Exploration, options: PageOptions): PageData {
  const { indices, maxLines, progress } = options;
  const notes: string[] = [];
  let lines = 0;
  let omitted = 0;
  let javascript = false;
  const functions = indices.map((index, done): PageFunction => {
    progress?.(done);
    const sizes = sizeList(exploration.sizesOf(index));
    const listed = { index, name: exploration.nameOf(index), sizes };
    const isFull = omitted > 0 || lines >= maxLines;
    const view = isFull ? undefined : exploration.view(index);
    const length = view === undefined ? 0 : lengthOf(view);
    if (view === undefined || (lines > 0 && lines + length > maxLines)) {
      omitted++;
      return listed;
    }
    lines += length;
    javascript ||= view.javascript !== undefined;
    if (length > maxLines) {
      notes.push(`of the ${number(length)} lines of ${listed.name} the first are shown: see --all`);
    }
    return { ...listed, columns: columnsOf(view, length > maxLines ? maxLines >> 2 : Infinity) };
  });
  if (omitted > 0) {
    notes.push(
      `${number(omitted)} of ${number(indices.length)} functions are listed without code: ` +
        'see --function and --all',
    );
  }
  const { fields } = exploration;
  return {
    file: visible(options.file),
    size: options.size,
    notes,
    fields: [fields.head(), ...[...fields.before(), ...fields.after()].map((f) => `  ${f}`), ')'],
    columns: ['WAT', 'Register code', ...(javascript ? ['JavaScript'] : [])],
    units: SIZE_UNITS,
    functions,
  };
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}

function lengthOf({ wat, registers, javascript = [] }: FunctionView): number {
  return wat.length + registers.length + javascript.length;
}

/** @param maxRows lines of the first column; of the others what belongs to them */
function columnsOf(view: FunctionView, maxRows: number): PageColumn[] {
  const wat = view.wat.slice(0, maxRows);
  /** Type and locals are two rows at one offset. */
  const rows = new Map<number, number[]>();
  wat.forEach(({ at }, row) => rows.set(at, [...(rows.get(at) ?? []), row]));
  const columns = [
    wat,
    view.registers,
    ...(view.javascript === undefined ? [] : [view.javascript]),
  ];
  const isShown = ({ offsets }: Line): boolean => offsets.every((offset) => rows.has(offset));
  return columns.map((lines) =>
    columnOf(maxRows === Infinity ? lines : lines.filter(isShown), rows),
  );
}

function columnOf(lines: readonly Line[], rows: ReadonlyMap<number, number[]>): PageColumn {
  return {
    at: lines.map(({ at }) => at),
    text: lines.map(({ text }) => text),
    rows: lines.map(({ offsets }) => offsets.flatMap((offset) => rows.get(offset)!)),
  };
}

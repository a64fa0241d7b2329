import { table } from '../shared/table.js';
import { BASE, type Engine, type PlatformName } from './engines.js';
import { meanRatio, ratio, type Row, type Sheet } from './figures.js';
import type { Verdict } from './verdict.js';

/** Characters in a line of why an engine fails. */
const COLUMN = 24;

/** A sheet for people: what the base takes, and the others as ratios to it. The first row is the head. */
function sheetCells(
  sheet: Sheet,
  engines: readonly Engine[],
  platforms: Readonly<Record<PlatformName, string>>,
): string[][] {
  const { unit, rows } = sheet;
  const base = engines.find(({ name }) => name === BASE)!;
  const others = engines.filter((engine) => engine !== base);
  const what = unit === 'ns' ? 'time, medians' : 'machine instructions';
  const cells = [
    [
      `${platforms[sheet.platform]}: ${what}`,
      `${base.title}, ${unit === 'ns' ? 'us' : 'thousands'}`,
      ...others.map(({ title }) => `${title} /`),
    ],
  ];
  for (const row of rows)
    cells.push([row.program, absolute(row), ...others.map(({ name }) => cell(row, name))]);
  for (const collection of ['kernels', 'programs'] as const) {
    if (rows.filter((row) => row.collection === collection).length < 2) continue;
    const means = others.map(({ name }) => number(meanRatio(sheet, collection, name, BASE)));
    cells.push([`geometric mean of the ${collection}`, '', ...means]);
  }
  return cells;
}

/** A sheet for terminals. */
export function sheetText(...sheet: Parameters<typeof sheetCells>): string {
  const [head, ...rows] = sheetCells(...sheet);
  const result = table(head!);
  for (const row of rows) result.push(row.map(inLines));
  return result.toString();
}

/** A sheet for README.md. */
export function sheetMarkdown(...sheet: Parameters<typeof sheetCells>): string {
  return markdown(sheetCells(...sheet));
}

function markdown([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const rule = head!.map((_, i) => (i === 0 ? '---' : '---:'));
  return [line(head!), line(rule), ...rows.map(line)].join('');
}

function absolute({ figures }: Row): string {
  const figure = figures[BASE];
  return typeof figure === 'number' ? number(figure / 1000) : `fails: ${figure}`;
}

function cell(row: Row, engine: string): string {
  const figure = row.figures[engine];
  return typeof figure === 'string' ? `fails: ${figure}` : number(ratio(row, engine, BASE));
}

/** Why an engine fails is too long for a column. */
function inLines(cell: string): string {
  const lines = [''];
  for (const word of cell.startsWith('fails: ') ? cell.split(/\s+/) : [cell]) {
    const last = lines.at(-1)!;
    if (last !== '' && last.length + word.length >= COLUMN) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.join('\n');
}

function number(value: number | undefined): string {
  return value === undefined ? '' : value.toFixed(value < 10 ? 2 : value < 1000 ? 1 : 0);
}

function verdictCells(verdicts: readonly Verdict[]): string[][] {
  const rows = verdicts.map(({ what, value, limit, kept }) => [
    what,
    value?.toFixed(3) ?? 'nothing',
    limit.toString(),
    kept ? 'kept' : 'MISSED',
  ]);
  return [['', 'measured', 'limit', ''], ...rows];
}

/** The verdicts for terminals, and from what they were found. */
export function verdictsText(verdicts: readonly Verdict[], { unit }: Sheet): string {
  const [head, ...rows] = verdictCells(verdicts);
  const result = table(head!);
  result.push(...rows);
  const source =
    unit === 'instructions'
      ? 'Judged by machine instructions, which repeat; times do not on a busy machine.'
      : 'Judged by times: valgrind, which would count instructions, is not installed.';
  return `${result.toString()}\n${source}`;
}

/** The verdicts for README.md. */
export function verdictsMarkdown(verdicts: readonly Verdict[]): string {
  return markdown(verdictCells(verdicts));
}

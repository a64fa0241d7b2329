import type { Proposal } from './proposals.js';
import { WAYS } from './suite.js';

export interface Row {
  readonly proposal: Proposal;
  /** Bytes, for each entry. */
  readonly flash: readonly number[];
  /** For each way to run the suite. */
  readonly results: readonly { readonly passed: number; readonly open: number }[];
}

const BEGIN = '<!-- table of `npm run conformance` -->';
const END = '<!-- end of table -->';

/** The table in Markdown; assertions that failed are told after those that passed. */
export function tableText(rows: readonly Row[]): string {
  const lines = [
    cells('', ...WAYS.map(({ title }) => title), 'import on a device', 'flash, bytes'),
    cells('---', ...WAYS.map(() => '--:'), '---', '--:'),
    ...rows.map(({ proposal: { name, note, entries }, flash, results }) =>
      cells(
        note === undefined ? name : `${name} (${note})`,
        ...results.map(({ passed, open }) =>
          open === 0 ? number(passed) : `${number(passed)}, ${number(open)} failed`,
        ),
        entries.map((entry) => `\`wasmote/${entry}\``).join(', '),
        flash.map(number).join(', '),
      ),
    ),
  ];
  return lines.join('\n');
}

/** A document with another table between its marks. */
export function withTable(document: string, table: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the document has not both ${BEGIN} and ${END}`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${document.slice(end)}`;
}

function cells(...texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

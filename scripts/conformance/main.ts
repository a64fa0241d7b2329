/**
 * `npm run conformance [-- --check]`: runs the official suite in every way, measures what extensions
 * take of flash, and writes the table of proposals in docs/conformance.md; takes some minutes. With
 * `--check` it only says whether the table is what it would write, and ends with 1 if it is not.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../build.js';
import { flashOf } from './flash.js';
import { PROPOSALS } from './proposals.js';
import { runSuite, type Totals, WAYS } from './suite.js';
import { type Row, tableText, withTable } from './table.js';

const DOCUMENT = fileURLToPath(new URL('../../docs/conformance.md', import.meta.url));
const SUITE = fileURLToPath(new URL('../../../shared/spec', import.meta.url));
const FOLDERS = ['core', 'custom-page-sizes', 'wide-arithmetic'].map((name) => `${SUITE}/${name}`);

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
if (!existsSync(SUITE)) {
  console.error("conformance: the specification's suite is not there (../shared/spec)");
  process.exit(2);
}
await ensureBuilt();
const results: Totals[] = [];
for (const { title, options } of WAYS) {
  console.error(`the suite: ${title} …`);
  const begun = Date.now();
  results.push(await runSuite(FOLDERS, options));
  console.error(`the suite: ${title}, done in ${Math.round((Date.now() - begun) / 1000)} s`);
}
const rows: Row[] = [];
for (const proposal of PROPOSALS) {
  const { entries } = proposal;
  const flash = await Promise.all(entries.map((name) => flashOf([name])));
  rows.push({ proposal, flash, results: results.map((totals) => sum(proposal.groups, totals)) });
}
const before = readFileSync(DOCUMENT, 'utf8');
const after = withTable(before, tableText(rows));
if (values.check && before !== after) {
  console.error('docs/conformance.md: its table is not what `npm run conformance` writes');
  process.exitCode = 1;
} else if (!values.check) writeFileSync(DOCUMENT, after);

function sum(groups: readonly string[], totals: Totals): { passed: number; open: number } {
  const found = groups.map((name) => {
    const total = totals[name];
    if (total === undefined) throw new Error(`the suite has no group \`${name}\``);
    return total;
  });
  return {
    passed: found.reduce((all, { passed }) => all + passed, 0),
    open: found.reduce((all, { failed, expected }) => all + failed + expected, 0),
  };
}

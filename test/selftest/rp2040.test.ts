/** What docs/conformance.md says of an RP2040's numbers, against a simulator that computes as one does. */
import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { ROWS } from '../../src/selftest/generated/rows.js';
import type { SelftestResult } from '../../src/selftest.js';
import { runCompiled } from '../compiler/on-xs.js';
import { describeOnXs, PICO } from '../simulator/support.js';
import { RP2040 } from './rp2040.js';

const BEGIN = '<!-- table of test/selftest/rp2040.test.ts -->\n\n';
const END = '\n<!-- end of table -->';

type Strategy = 'interpreter' | 'compiler';

async function deviations(strategy: Strategy): Promise<SelftestResult['instructions']> {
  const { exitCode, stdout, stderr } = await runCompiled({
    source: `import 'wasmote/compiler';
      import { Config, Engine } from 'wasmote';
      import { selftest } from 'wasmote/selftest';
      const engine = new Engine(new Config().strategy('${strategy}'));
      trace(JSON.stringify(selftest({ engine, print() {} })));`,
    ...{ onDemand: true, selftest: true, creation: PICO, variant: RP2040 },
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return (JSON.parse(stdout) as SelftestResult).instructions;
}

/** A row for all instructions with the same numbers. */
function table(columns: readonly SelftestResult['instructions'][]): string {
  const rows = new Map<string, string[]>();
  for (const row of ROWS) {
    const name = row.slice(0, row.indexOf('|'));
    const counts = columns.map((column) => column[name] ?? 0);
    if (counts.every((count) => count === 0)) continue;
    const cells = counts.map((count) => ` ${count} `).join('|');
    rows.set(cells, [...(rows.get(cells) ?? []), `\`${name}\``]);
  }
  const lines = [...rows].map(([cells, names]) => `| ${names.join(', ')} |${cells}|\n`);
  return `| deviating cases of | interpreter | compiled | NaNs propagated: interpreter | compiled |
|---|---|---|---|---|
${lines.join('')}`;
}

/** The simulator is built anew. */
const TIMEOUT_MS = 300_000;

describeOnXs('an RP2040', () => {
  it(
    'deviates in what docs/conformance.md lists',
    async () => {
      const columns = [await deviations('interpreter'), await deviations('compiler')];
      vi.stubEnv('PICO_DOUBLE_PROPAGATE_NANS', '1');
      columns.push(await deviations('interpreter'), await deviations('compiler'));
      vi.unstubAllEnvs();
      const text = readFileSync(new URL('../../docs/conformance.md', import.meta.url), 'utf8');
      const begin = text.indexOf(BEGIN) + BEGIN.length;
      expect(text.slice(begin, text.indexOf(END, begin))).toBe(table(columns));
    },
    TIMEOUT_MS,
  );
});

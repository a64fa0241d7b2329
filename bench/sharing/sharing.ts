/**
 * `npm run bench:sharing`: what it costs compiled code to reach the state of its instance, by the ways
 * there are, on 32-bit XS: machine instructions where valgrind is installed, which repeat, else
 * nanoseconds. See docs/rationale.md, "Sharing compiled code".
 */
import { simulatorProgress } from '../../src/cli/progress.js';
import { buildSimulator, runOnXs } from '../../src/simulator/index.js';
import { countInstructions, hasValgrind } from '../shared/callgrind.js';
import { benchPath, writeCache } from '../shared/paths.js';
import { table } from '../shared/table.js';
import { MEASURED, source } from './cases.js';

const application = {
  app: benchPath('sharing/app.js'),
  modules: { ways: await writeCache('sharing/ways.js', source()) },
  preload: ['ways'],
};

/** What each run takes. */
async function measure(): Promise<readonly number[]> {
  if (counting) {
    const { instructions } = await countInstructions({ ...application, argv: ['1'] });
    return MEASURED.map((_, i) => instructions[i * 2]!);
  }
  const { exitCode, stdout, stderr } = await runOnXs({ ...application, argv: ['200'] });
  if (exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as number[];
}

const { xsVersion, pointerBits } = await buildSimulator(simulatorProgress());
const counting = await hasValgrind();
const totals = await measure();
const loop = totals[0]! / MEASURED[0]!.operations;
const unit = counting ? 'instructions' : 'ns';
console.log(`XS ${xsVersion}, ${pointerBits}-bit; the loop around what is measured is taken off\n`);
for (const group of new Set(MEASURED.slice(1).map((one) => one.group))) {
  const rows = table([group, unit, '/ first']);
  let first = NaN;
  MEASURED.forEach((one, i) => {
    if (one.group !== group) return;
    const each = totals[i]! / one.operations - (one.loop ? loop : 0);
    if (Number.isNaN(first)) first = each;
    rows.push([one.title, each.toFixed(0), (each / first).toFixed(2)]);
  });
  console.log(rows.toString());
}

/**
 * `npm run bench:footprint [-- --json]`: what runtime, modules and instances weigh on 32-bit XS, and
 * how many instances boards hold. Ends with 1 when a limit is missed.
 */
import { ensureBuilt } from '../../scripts/build.js';
import { simulatorProgress } from '../../src/cli/progress.js';
import { measureFootprint } from './footprint.js';
import { footprintText } from './text.js';
import { verdicts } from './verdict.js';

await ensureBuilt();
const footprint = await measureFootprint(simulatorProgress());
const judged = verdicts(footprint);
if (process.argv.includes('--json')) {
  const command = 'npm run bench:footprint -- --json';
  const about = { date: new Date().toISOString().slice(0, 10), command };
  console.log(JSON.stringify({ ...about, ...footprint, verdicts: judged }, null, 2));
} else {
  const { xsVersion, pointerBits } = footprint;
  console.log(`XS ${xsVersion}, ${pointerBits}-bit\n\n${footprintText(footprint, judged)}`);
}
if (footprint.pointerBits === 32 && judged.some(({ kept }) => !kept)) process.exitCode = 1;

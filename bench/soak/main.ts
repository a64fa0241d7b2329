/**
 * `npm run soak [-- --steps N]`: guests at the edge of each board's heap, with a budget and without.
 * Ends with 1 when a run with a budget does not get to the end, or leaves something behind.
 */
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../scripts/build.js';
import { soak } from './soak.js';

const STEPS = 50_000;
const SEEDS = [1, 2, 3];
/** Boards by the two kinds of heap that XS has. */
const BOARDS = ['esp32', 'rp2040'];
/** What names made at run time, and lists that have grown, may leave. */
const SLACK_BYTES = 512;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: { steps: { type: 'string', default: String(STEPS) } },
});
const steps = Number(values.steps);
await ensureBuilt();
for (const board of BOARDS) {
  for (const seed of SEEDS) {
    const began = Date.now();
    const { exitCode, stderr, figures } = await soak(board, steps, seed, true);
    const seconds = Math.round((Date.now() - began) / 1000);
    const kept = figures !== undefined && figures.grownBytes <= SLACK_BYTES && figures.held === 0;
    console.log(
      `${board}, seed ${seed}, ${steps} steps, ${seconds} s: ${kept ? 'kept' : 'FAILED'} ` +
        (figures === undefined ? `${exitCode} ${stderr}` : JSON.stringify(figures)),
    );
    if (!kept) process.exitCode = 1;
  }
  const { exitCode, stderr } = await soak(board, steps, SEEDS[0]!, false);
  console.log(`${board} without a budget: ends with ${exitCode}, ${stderr.split('\n')[0]}`);
}

import { ensureBuilt } from '../scripts/build.js';
import { simulatorProgress } from '../src/cli/progress.js';
import { buildSimulator, detectCompiler } from '../src/simulator/index.js';

export default async function setup(): Promise<void> {
  await ensureBuilt();
  if ((await detectCompiler()) !== undefined) await buildSimulator(simulatorProgress());
}

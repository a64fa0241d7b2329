import type { Creation } from '../../src/boards/index.js';
import { runtimeBundle } from '../../src/cli/board-run.js';
import { guestFile } from '../../src/cli/demo/guests.js';
import { runOnXs, SimulatorExit } from '../../src/simulator/index.js';
import { benchApp } from './bench-app.js';
import { GUEST } from './ways.js';

/** More than any board's heap holds. */
const TOO_MANY = 4096;

/** Whether a board holds so many instances, each called after the last was made. */
export async function holds(count: number, creation: Creation): Promise<boolean> {
  const { exitCode, stderr } = await runOnXs({
    app: benchApp('capacity.js'),
    modules: { wasmote: runtimeBundle() },
    preload: ['wasmote'],
    strip: true,
    resources: { [`${GUEST}.wasm`]: guestFile(GUEST) },
    creation,
    argv: [String(count)],
  });
  if (exitCode === SimulatorExit.ok) return true;
  if (exitCode === SimulatorExit.memoryFull) return false;
  throw new Error(`${count} instances: ${stderr}`);
}

/** How many instances a board holds, found by trying. */
export async function capacity(creation: Creation): Promise<number> {
  let [most, tooMany] = [0, TOO_MANY];
  while (tooMany - most > 1) {
    const count = (most + tooMany) >> 1;
    if (await holds(count, creation)) most = count;
    else tooMany = count;
  }
  return most;
}

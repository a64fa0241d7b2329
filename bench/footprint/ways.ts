import type { Creation } from '../../src/boards/index.js';
import { runtimeBundle } from '../../src/cli/board-run.js';
import { guestFile } from '../../src/cli/demo/guests.js';
import { runOnXs } from '../../src/simulator/index.js';
import { benchApp } from './bench-app.js';

/** The example whose instances are weighed, and its linear memory in bytes. */
export const GUEST = 'traffic';
export const GUEST_MEMORY_BYTES = 120;

/** In how many ways an instance can be made; see apps/instances.js. */
export const WAYS = [
  'linker.instantiate',
  'new Instance',
  'getFunc of its 7 functions',
  'with a store of its own',
  'new WebAssembly.Instance',
  'WebAssembly, its 7 functions got',
] as const;

export type Way = (typeof WAYS)[number];

/** What one further instance weighs, made in one way. */
export interface InstanceFigures {
  readonly way: Way;
  readonly instanceBytes: number;
  /** The part that is linear memory. */
  readonly memoryBytes: number;
  readonly restBytes: number;
  /** Whether all further instances weighed the same. */
  readonly exact: boolean;
}

/** What apps/instances.js measured. */
export interface Measured extends InstanceFigures {
  /** The module, and what its first instance makes for all of them. */
  readonly moduleBytes: number;
}

/**
 * Weighs instances and the module on XS.
 *
 * @param source where the module's bytes are
 * @returns undefined for a way that the library does not have
 */
export async function measureWay(
  way: Way,
  creation: Creation,
  source: 'flash' | 'ram' = 'flash',
): Promise<Measured | undefined> {
  const { exitCode, stdout, stderr } = await runOnXs({
    app: benchApp('instances.js'),
    modules: { wasmote: runtimeBundle() },
    preload: ['wasmote'],
    strip: true,
    resources: { [`${GUEST}.wasm`]: guestFile(GUEST) },
    creation,
    argv: [way, source],
  });
  if (exitCode !== 0) throw new Error(`${way}: ${stderr}`);
  const answer = JSON.parse(stdout) as { module: number; instances: number[] } | null;
  if (answer === null) return undefined;
  const [first = NaN, ...further] = answer.instances;
  const instanceBytes = further.reduce((sum, bytes) => sum + bytes, 0) / further.length;
  return {
    way,
    instanceBytes,
    memoryBytes: GUEST_MEMORY_BYTES,
    restBytes: instanceBytes - GUEST_MEMORY_BYTES,
    exact: further.every((bytes) => bytes === further[0]),
    moduleBytes: answer.module + first - instanceBytes,
  };
}

import { creationValues, loadBoard, type Creation } from '../../src/boards/index.js';
import { type RuntimeFootprint, runtimeFootprint } from '../../src/cli/demo/runtime-footprint.js';
import { buildSimulator, type BuildProgress } from '../../src/simulator/index.js';
import { capacity } from './capacity.js';
import { type InstanceFigures, measureWay, WAYS } from './ways.js';

/** The boards for which instances are counted by trying; `wasmote budget` knows them all. */
const MEASURED_BOARDS = ['esp32', 'rp2040'];

/** All that the benchmark measures; bytes of RAM unless the name says otherwise. */
export interface Footprint {
  readonly xsVersion: string;
  readonly pointerBits: 32 | 64;
  /** By way of making an instance; the first is what the limit is about. */
  readonly instances: readonly InstanceFigures[];
  /** The module of the example with its bytes in flash, and copied from a buffer in RAM. */
  readonly moduleBytes: { readonly fromFlash: number; readonly fromRam: number };
  readonly runtime: {
    readonly preloaded: RuntimeFootprint;
    readonly notPreloaded: RuntimeFootprint;
  };
  /** Live instances that each board holds. */
  readonly capacity: Readonly<Record<string, number>>;
}

/** The rp2040's sizes: what things weigh is the same on every board. */
function boardCreation(name = 'rp2040'): Creation {
  return creationValues(loadBoard(name).xs.creation);
}

/** Without preload the runtime needs more heap, and more stack, than a board has. */
function roomyCreation(): Creation {
  const heaps = { staticBytes: 0, chunkBytes: 1 << 20, slotCount: 1 << 16 };
  return { ...boardCreation(), ...heaps, stackSlots: 1 << 12 };
}

/**
 * Measures all of it on XS; takes some seconds.
 * @throws NoCompilerError, and what building the simulator throws
 */
export async function measureFootprint(
  onBuild?: (progress: BuildProgress) => void,
): Promise<Footprint> {
  const { xsVersion, pointerBits } = await buildSimulator(onBuild);
  const creation = boardCreation();
  const measured = [];
  for (const way of WAYS) measured.push(await measureWay(way, creation));
  const fromRam = await measureWay('linker.instantiate', creation, 'ram');
  const boards: Record<string, number> = {};
  for (const name of MEASURED_BOARDS) boards[name] = await capacity(boardCreation(name));
  return {
    xsVersion,
    pointerBits,
    instances: measured.filter((figures) => figures !== undefined),
    moduleBytes: { fromFlash: measured[0]!.moduleBytes, fromRam: fromRam!.moduleBytes },
    runtime: {
      preloaded: await runtimeFootprint(creation),
      notPreloaded: await runtimeFootprint(roomyCreation(), false),
    },
    capacity: boards,
  };
}

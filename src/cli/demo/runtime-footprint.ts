import type { Creation } from '../../boards/index.js';
import { type FlashFigures, type Report, runOnXs, SimulatorExit } from '../../simulator/index.js';
import { runtimeBundle, xsApplication } from '../board-run.js';

/** What the library weighs with nothing loaded. */
export interface RuntimeFootprint {
  /** XS bytecode of the whole module. */
  readonly bytecodeBytes: number;
  /** All that it adds to flash: bytecode, and slots and chunks of preloaded objects, and names. */
  readonly flashBytes: number;
  /** RAM of an engine, a store and a linker, and of what of the module is not in flash. */
  readonly ramBytes: number;
  /** Slots of XS's stack that loading it takes. */
  readonly stackPeakSlots: number;
}

/** The heap in use at the end of a small program of `sim/apps/footprint`, after a collection. */
export interface ProgramHeap {
  /** Slots and chunks. */
  readonly heapBytes: number;
  /** XS's tables beside the heap: of names, keys, and of preloaded variables that can be written. */
  readonly tableBytes: number;
  readonly report: Report;
}

/** Runs a program of `sim/apps/footprint` that prints its heap and tables. */
export async function heapOf(
  app: string,
  creation: Creation,
  preloadEnabled = true,
): Promise<ProgramHeap> {
  const library = app === 'empty.js' ? {} : { wasmote: runtimeBundle() };
  const { exitCode, stdout, stderr, report } = await runOnXs({
    app: xsApplication('footprint', app),
    modules: library,
    preload: Object.keys(library),
    preloadEnabled,
    strip: true,
    creation,
  });
  if (exitCode !== SimulatorExit.ok) throw new Error(`${app}: ${stderr}`);
  const [heapBytes = NaN, tableBytes = NaN] = stdout.split(' ').map(Number);
  return { heapBytes, tableBytes, report: report! };
}

/**
 * Measures the library with nothing loaded: a program that makes an engine, a store and a linker,
 * less an empty one.
 *
 * @param preloadEnabled false for a mod, whose functions are all in RAM
 */
export async function runtimeFootprint(
  creation: Creation,
  preloadEnabled = true,
): Promise<RuntimeFootprint> {
  const empty = await heapOf('empty.js', creation, preloadEnabled);
  const runtime = await heapOf('runtime.js', creation, preloadEnabled);
  return {
    bytecodeBytes: runtime.report.modules.find(({ name }) => name === 'wasmote')!.codeBytes,
    flashBytes: flashBytes(runtime.report.flash) - flashBytes(empty.report.flash),
    stackPeakSlots: runtime.report.atEnd!.stackPeakSlots,
    ramBytes: runtime.heapBytes - empty.heapBytes + (runtime.tableBytes - empty.tableBytes),
  };
}

function flashBytes({ slotBytes, chunkBytes, codeBytes, nameBytes }: FlashFigures): number {
  return slotBytes + chunkBytes + codeBytes + nameBytes;
}

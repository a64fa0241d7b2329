import { BOARD_HEAP, chunkOf, elementsChunk, Slots } from '../budget/allocator.js';
import { type Board, creationValues } from '../boards/index.js';
import { Config } from '../embedding/config.js';
import { Engine } from '../embedding/engine.js';
import { Store } from '../runtime/store.js';
import { ExternKind } from '../types/extern-kind.js';
import { callDepth } from './call-graph.js';
import {
  capacity,
  type Ground,
  importedBy,
  type Participant,
  reserveFor,
  settle,
} from './capacity.js';
import { weighNames } from './compiled-code.js';
import { COMPILING_SLOTS, EVALUATING_SLOTS } from '../compiler/on-demand.js';
import { entriesOf, flashOfEntries, weighEntries } from './entries.js';
import { type Guest, isForCompiler } from './guest.js';
import type { HeapUse } from './heap-use.js';
import { weighGuest, weighLinker, type Weights } from './instance.js';
import type { Need } from './need.js';
import { programNeed } from './program.js';
import type { BudgetReport, HeapReport, ModuleReport, StackReport, UsageReport } from './report.js';
import { Scale } from './scale.js';
import { compilingNeed } from './transient.js';

/** What is asked of the board. */
export interface BudgetOptions {
  readonly fuel: boolean;
  /** Instances of each module; or rounds, where `perRound` says what a round is. */
  readonly instances: number;
  /** Instances of each module in a round, in the modules' order; default: one of each. */
  readonly perRound?: readonly number[];
  /** Bytes to keep free, half of them as slots. */
  readonly reserveBytes: number;
}

/** What is kept free when nobody says otherwise: 64 slots, and as many bytes of chunks. */
export const DEFAULT_RESERVE_BYTES = 2048;

/** Flash of the library without its compiler, preloaded: `npm run bench:footprint`. */
const RUNTIME_FLASH_BYTES = 277_609;

/**
 * Slots of XS's stack, those of a program's `main` included: on the way into compiled functions; while
 * a module of WebAssembly is loaded; while an instance is made or its functions interpreted; and the
 * same with imports, tables or globals. test/prediction/matrix.test.ts runs XS with no more.
 */
const ENTRY_SLOTS = 128;
const LOADING_SLOTS = 380;
const RUNNING_SLOTS = 256;
const LINKING_SLOTS = 298;

/**
 * Says what modules cost on a board, without running them.
 * @throws RuntimeError, RangeError when a module cannot be instantiated
 */
export function predict(
  board: Board,
  guests: readonly Guest[],
  options: BudgetOptions,
): BudgetReport {
  const weights = guests.map(weighGuest);
  const perRound = guests.map((_, i) => options.perRound?.[i] ?? 1);
  const participants = guests.map((guest, i) => participantOf(guest, weights[i]!, perRound[i]!));
  const engine = new Engine(new Config().consumeFuel(options.fuel));
  const asked = reserveNeed(options.reserveBytes);
  const ground = (of: readonly Guest[], parts: readonly Participant[]): Ground => ({
    creation: creationValues(board.xs.creation),
    runtime: runtimeUse(engine, of),
    reserve: reserveFor(asked, parts),
  });
  const together = ground(guests, participants);
  const { fits, alive, freeBytes } = settle(together, participants, options.instances);
  const modules = guests.map((guest, i): ModuleReport => {
    const alone = [{ ...participants[i]!, perRound: 1 }];
    const stack = stackOf(guest);
    const runs = suffices(board, stack);
    const most = runs ? capacity(ground([guest], alone), alone) : 0;
    return moduleReport(guest, weights[i]!, stack, most);
  });
  const runs = modules.every(({ stack }) => suffices(board, stack));
  const instances = options.instances * perRound.reduce((sum, count) => sum + count, 0);
  const entries = entriesOf(guests);
  return {
    format: 1,
    board: {
      name: board.name,
      title: board.title,
      heapBytes: board.xs.heapBytes.value,
      stackSlots: board.xs.creation.stackSlots.value,
      sramBytes: board.memory.sramBytes.value,
      flashBytes: board.memory.flashBytes.value - board.memory.reservedFlashBytes.value,
    },
    instances: options.instances,
    fuel: options.fuel,
    entries,
    runtime: usageReport(runtimeUse(engine, guests)),
    program: heapReport(programNeed(instances, guests.length, importedBy(participants))),
    reserve: heapReport(together.reserve),
    modules,
    total: {
      usedBytes: heapReport(alive).bytes,
      freeBytes,
      flashBytes: modules.reduce(
        (sum, one) => sum + one.flashBytes,
        RUNTIME_FLASH_BYTES + flashOfEntries(entries),
      ),
      fits: fits && runs,
      rounds: runs ? capacity(together, participants) : 0,
    },
  };
}

function runtimeUse(engine: Engine, guests: readonly Guest[]): HeapUse {
  const scale = new Scale(new Set());
  const engineUse = scale.weigh(engine);
  // What two stores share is a constant of a preloaded module.
  scale.weigh(new Store(engine));
  const store = scale.weigh(new Store(engine));
  return engineUse.plus(
    store,
    weighLinker(engine, guests),
    weighNames(guests),
    weighEntries(guests),
  );
}

function reserveNeed(bytes: number): Need {
  return { slots: Math.ceil(bytes / 2 / BOARD_HEAP.slotBytes), chunkBytes: Math.ceil(bytes / 2) };
}

function participantOf(
  guest: Guest,
  { module: shared, code, instance }: Weights,
  perRound: number,
): Participant {
  const { module, form } = guest;
  const compiling = isForCompiler(form) ? compilingNeed(guest) : NOTHING;
  return { module, loaded: form !== 'compiled', shared, code, compiling, instance, perRound };
}

const NOTHING: Need = { slots: 0, chunkBytes: 0 };

function moduleReport(
  guest: Guest,
  weights: Weights,
  stack: StackReport,
  fits: number,
): ModuleReport {
  const { name, form } = guest;
  return {
    name,
    form,
    flashBytes: flashBytesOf(guest, weights),
    flashExact: form !== 'compiled',
    shared: usageReport(weights.module.plus(weights.code)),
    instance: usageReport(weights.instance),
    instanceMaximum: maximumOf(guest, weights.instance),
    stack,
    fits,
  };
}

/** The file; or what XS makes of it when it is preloaded, of which bytecode is estimated. */
function flashBytesOf({ form, bytes, module }: Guest, { preloaded }: Weights): number {
  if (form !== 'compiled') return bytes.length;
  const functions = module.functionCount - module.importedFunctions;
  return Math.round(
    preloaded.bytes + functions * METHOD_FLASH_BYTES + bytes.length * BYTECODE_RATIO,
  );
}

/** A method's slots and its chunk's header. */
const METHOD_FLASH_BYTES = 4 * BOARD_HEAP.slotBytes + BOARD_HEAP.chunkHeaderBytes;
/** Bytecode for each byte of generated text: 0.5 to 0.7 over the examples. */
const BYTECODE_RATIO = 0.6;

/** An instance whose memories and tables are as large as they may become. */
function maximumOf({ module }: Guest, instance: Need): HeapReport | null {
  const imports = module.imports();
  const imported = (kind: ExternKind): number => imports.filter((one) => one.kind === kind).length;
  let { chunkBytes } = instance;
  for (const { minimum, maximum, pageSize } of module.memories.slice(imported(ExternKind.Memory))) {
    if (maximum === undefined) return null;
    // More than XS can allocate is no number of it.
    const largest = maximum * pageSize;
    if (largest > LARGEST_BUFFER_BYTES) return null;
    chunkBytes += chunkOf(largest) - chunkOf(minimum * pageSize);
  }
  for (const { minimum, maximum } of module.tables.slice(imported(ExternKind.Table))) {
    if (maximum === undefined || maximum * BOARD_HEAP.slotBytes > LARGEST_BUFFER_BYTES) return null;
    chunkBytes += elementsChunk(maximum) - elementsChunk(minimum);
  }
  return heapReport({ slots: instance.slots * Slots.Property, chunkBytes });
}

const LARGEST_BUFFER_BYTES = 0x7fff_ff00;

/** Where the stack is too small XS ends the program. What has no bound is stopped by a trap. */
function suffices({ xs }: Board, { xsSlots }: StackReport): boolean {
  return xsSlots === null || xsSlots <= xs.creation.stackSlots.value;
}

function stackOf(guest: Guest): StackReport {
  const { form, module } = guest;
  const { bounded, xsSlots } = callDepth(guest);
  const recursion = bounded ? 'bounded' : 'unbounded';
  const { tables, globals } = module;
  const links = module.imports().length + tables.length + globals.length > 0;
  const running = links ? LINKING_SLOTS : RUNNING_SLOTS;
  // In the interpreter, calls between guests are none of JavaScript's.
  if (form === 'wasm') return { recursion, xsSlots: LOADING_SLOTS };
  if (form === 'image') return { recursion, xsSlots: running };
  if (!bounded) return { recursion, xsSlots: null };
  const compiling =
    form === 'wasm-compiler' ? COMPILING_SLOTS : isForCompiler(form) ? EVALUATING_SLOTS : 0;
  const deepest = ENTRY_SLOTS + Math.max(compiling, xsSlots);
  return {
    recursion,
    xsSlots: Math.max(form === 'wasm-compiler' ? LOADING_SLOTS : running, deepest),
  };
}

function heapReport({ slots, chunkBytes }: Need): HeapReport {
  return { bytes: slots * BOARD_HEAP.slotBytes + chunkBytes, slots, chunkBytes };
}

function usageReport(use: HeapUse): UsageReport {
  return { ...heapReport(use), usage: use.usage };
}

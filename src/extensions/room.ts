/**
 * Room for what guests make and JavaScript collects: structures, arrays and exceptions. Nobody says
 * when one is dropped, so what there is room for is not held as memories are; docs/budgets.md says
 * what bounds them instead.
 */
import { Claim, type Claims, type RamBudget, XS_SLOT_BYTES } from '../budget/claims.js';
import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import type { Store } from '../runtime/store.js';
import { hostHasRoom } from './host-heap.js';

/** Asking takes long: it is done for so many bytes at once; of a heap that is no board's, for more. */
const STEP_BYTES = 1024;
const HOST_STEP_BYTES = 1_048_576;

/** Up to so many bytes, an object of a constant expression is asked for when it is there. */
const OWED_BYTES = 512;

/** What a batch takes beside the objects in it: what is here, and XS's cell for it. */
const BATCH_SLOTS = 16;

/** What is alive as long as one of the objects that were made together. */
export type Batch = object;

/** What a store's share of the last step is, and of which batch. */
let granted = 0;
let grantedTo: Claims | undefined;
let batch: Batch | undefined;
let batches: FinalizationRegistry<Returned> | undefined;

/** The budget that was asked last: where a value is given to the host, no store is known. */
let lastBudget: RamBudget | undefined;

/** Whether the next object is of a constant expression; and bytes of small ones that are asked for later. */
let isConstant = false;
let isOwing = false;
let owed = 0;

/** Bytes since the host's heap was read last. */
let unasked = 0;

/** What a batch gives back. */
interface Returned {
  readonly store: WeakRef<Store>;
  readonly slots: number;
  readonly chunks: number;
}

/** The next object is made by a constant expression: it counts as what its instance takes. */
export function nextIsConstant(): void {
  isConstant = true;
}

/** While a guest runs, to ask takes too much of XS's stack: for small constants {@link askOwed} does it. */
export function owe(): void {
  isOwing = true;
}

/** @throws RuntimeError growth operation limited */
export function askOwed(store: Store): void {
  isOwing = false;
  const slots = owed / XS_SLOT_BYTES;
  owed = 0;
  if (slots > 0) store.need(Claim.EngineObjects, 0, slots);
}

/**
 * Asks whether there is room for something that is collected. Where a total is limited, it counts
 * until everything was collected that was made with it; otherwise a budget reads the device's heap.
 * @param chunks bytes, headers included
 * @returns what the object must keep alive
 * @throws RuntimeError growth operation limited
 */
export function askRoom(store: Store, slots: number, chunks: number): Batch | undefined {
  const bytes = XS_SLOT_BYTES * slots + chunks;
  if (isConstant) {
    isConstant = false;
    if (isOwing && bytes <= OWED_BYTES) owed += bytes;
    else store.need(Claim.EngineObjects, chunks, slots);
    return undefined;
  }
  if (owed > 0) askOwed(store);
  const { claims, limits, settings } = store;
  const { budget } = settings;
  if (grantedTo === claims && bytes <= granted) {
    granted -= bytes;
    return batch;
  }
  const isCounted =
    (limits.totalBytes ?? Infinity) < Infinity || (budget?.totalBytes ?? Infinity) < Infinity;
  if (budget === undefined && !isCounted) {
    unasked += bytes;
    if (unasked < HOST_STEP_BYTES) return undefined;
    unasked = 0;
    if (!hostHasRoom(bytes)) throw limited();
    return undefined;
  }
  grantedTo = batch = undefined;
  lastBudget = budget;
  const step = bytes < STEP_BYTES ? STEP_BYTES - bytes : 0;
  const all = slots + step / XS_SLOT_BYTES;
  if (isCounted) {
    if (!store.claim(Claim.EngineObjects, chunks, all + BATCH_SLOTS)) throw limited();
    batch = openBatch(store, all + BATCH_SLOTS, chunks);
  } else if (!hasRoom(budget!, all, chunks, store)) throw limited();
  granted = step;
  grantedTo = claims;
  return batch;
}

function openBatch(store: Store, slots: number, chunks: number): Batch {
  batches ??= new FinalizationRegistry(giveBack);
  const made = {};
  batches.register(made, { store: new WeakRef(store), slots, chunks });
  return made;
}

/** At the end of a turn. A store that is gone, or was released, has given back everything. */
function giveBack({ store, slots, chunks }: Returned): void {
  const held = store.deref();
  if (held === undefined || held.claims[Claim.Total] === Infinity) return;
  held.claim(Claim.EngineObjects, -chunks, -slots);
}

/**
 * Asks for slots where no store is known, because of what a guest made.
 * @throws RuntimeError growth operation limited
 */
export function askSlots(slots: number): void {
  if (lastBudget !== undefined && !hasRoom(lastBudget, slots, 0)) throw limited();
}

/** Asks a budget and holds nothing. */
function hasRoom(budget: RamBudget, slots: number, chunks: number, store?: Store): boolean {
  if (!budget.claim(slots, chunks, 0, store)) return false;
  return budget.claim(-slots, -chunks, 0, store);
}

export function limited(): Error {
  return trap(TrapCode.GrowthLimited);
}

import { BudgetExceeded } from '../errors/errors.js';
import {
  Claim,
  type Claimant,
  type Claims,
  type Holdable,
  type RamBudget,
  XS_SLOT_BYTES,
} from './claims.js';
import type { Device, Reserve } from './device.js';
import { loadEstimate } from './load-estimate.js';
import { totalUsage } from './memory-usage.js';
import { DEFAULT_RESERVE } from './xs-heap.js';

/** What guests may take together. */
export interface BudgetOptions {
  /**
   * Bytes that all stores and modules may take together; default: no bound. Growing copies: without a device, what
   * is there twice meanwhile must fit too.
   */
  readonly totalBytes?: number;
  /** The machine whose heap is read before something is granted; default: none is. */
  readonly device?: Device;
  /** What stays free on the device; default: the device's own, or {@link DEFAULT_RESERVE}. */
  readonly reserve?: Reserve;
}

/** A store or a module, as the budget knows it: by what it has claimed. */
interface Holder {
  readonly name: string;
  readonly claims: Claims;
}

/** The holders that an error names; the others are summed up. */
const NAMED_HOLDERS = 3;

/**
 * RAM for the guests of all stores of an engine, or of several engines that are given the same one.
 * Whatever guests cause to be allocated is asked for first, and refused when it would go beyond
 * `totalBytes`, or leave less on the device than the reserve.
 *
 * What a store or a module holds comes back when it has been collected, at the end of the turn in which
 * that happened; `release` gives it back at once. What the device still has is read each time.
 *
 * @example
 * import Instrumentation from 'instrumentation';
 * import Debug from 'debug';
 * const heap = XsHeap.of('rp2040', Instrumentation, Debug);
 * const engine = new Engine(new Config().budget(new Budget({ device: heap })));
 */
export class Budget implements RamBudget {
  /** Bytes that all stores and modules may take together; Infinity without a bound. */
  readonly totalBytes: number;
  /** The machine whose heap is read before something is granted. */
  readonly device: Device | undefined;
  /** What stays free on the device. */
  readonly reserve: Reserve;
  #used = 0;
  #stores = 0;
  #modules = 0;
  readonly #holders: Holder[] = [];
  readonly #registry = new FinalizationRegistry((claims: Claims) => this.#drop(claims));

  /** @throws RangeError when a number is none from 0 on */
  constructor({ totalBytes = Infinity, device, reserve }: BudgetOptions = {}) {
    this.reserve = reserve ?? device?.reserve ?? DEFAULT_RESERVE;
    for (const bytes of [totalBytes, this.reserve.slots, this.reserve.chunkBytes]) {
      if (!(bytes >= 0)) throw new RangeError(`Budget: ${bytes} is not a number from 0 on`);
    }
    this.totalBytes = totalBytes;
    this.device = device;
  }

  /** Bytes that stores and modules hold. */
  get used(): number {
    return this.#used;
  }

  /** Bytes that can still be claimed: of `totalBytes`, or of what the device has beyond the reserve. */
  get left(): number {
    const { reserve, device } = this;
    const own = this.totalBytes - this.#used;
    if (device === undefined) return own;
    const kept = XS_SLOT_BYTES * reserve.slots + reserve.chunkBytes;
    return Math.max(0, Math.min(own, device.freeBytes() - kept));
  }

  /** What each store and module holds, in bytes, in the order in which they were made. */
  holders(): { readonly name: string; readonly bytes: number }[] {
    return this.#holders.map(({ name, claims }) => ({ name, bytes: claims[Claim.Total]! }));
  }

  /** @internal */
  open(store: Claimant): void {
    const { claims } = store;
    this.#holders.push({ name: `store ${++this.#stores}`, claims });
    this.#registry.register(store, claims);
  }

  /** @internal */
  claim(slots: number, chunks: number, copied: number, store?: Claimant): boolean {
    const bytes = XS_SLOT_BYTES * slots + chunks;
    if (bytes + copied > 0) {
      if (store !== undefined && !Number.isFinite(store.claims[Claim.Total])) return false;
      // Where no device is read, the total must have room for copies too.
      const most = this.totalBytes - bytes - (this.device === undefined ? copied : 0);
      if (this.#used > most || !this.#fits(slots, chunks + copied)) return false;
    }
    this.#used += bytes;
    return true;
  }

  /** @internal */
  load(module: Uint8Array): void {
    this.room(loadEstimate(module));
  }

  /** @internal */
  room(bytes: number): void {
    const fits =
      this.#used + bytes <= this.totalBytes &&
      // Of slots and chunks, each may be most of it.
      this.#fits(Math.ceil(bytes / XS_SLOT_BYTES), 0) &&
      this.#fits(0, bytes);
    if (!fits) throw this.refusal(bytes);
  }

  /** @internal */
  hold(module: Holdable): void {
    const claims: Claims = [];
    module.claims = claims;
    const bytes = totalUsage(module.memoryUsage());
    claims[Claim.Total] = bytes;
    this.#used += bytes;
    this.#holders.push({ name: `module ${++this.#modules}`, claims });
    this.#registry.register(module, claims);
  }

  #fits(slots: number, chunkBytes: number): boolean {
    const { device, reserve } = this;
    if (device === undefined) return true;
    const allSlots = slots + reserve.slots;
    const allChunks = chunkBytes + reserve.chunkBytes;
    if (device.fits(allSlots, allChunks)) return true;
    device.collect();
    return device.fits(allSlots, allChunks);
  }

  /**
   * Gives back what a store or a module holds, without waiting until it is collected. From then on it is
   * refused everything: drop it, and all that is of it.
   */
  release(holder: Partial<Claimant>): void {
    const { claims } = holder;
    if (claims === undefined) return;
    this.#drop(claims);
    claims[Claim.Total] = Infinity;
  }

  #drop(claims: Claims): void {
    const at = this.#holders.findIndex((holder) => holder.claims === claims);
    if (at < 0) return;
    this.#holders.splice(at, 1);
    this.#used -= claims[Claim.Total]!;
  }

  /**
   * Takes little itself: there may be no more than the reserve.
   * @internal
   */
  refusal(asked: number): BudgetExceeded {
    let text = '';
    let rest = this.#used;
    let bound = Infinity;
    for (let named = 0; named < NAMED_HOLDERS; named++) {
      const next = this.#largestBelow(bound);
      if (next === undefined) break;
      bound = next.claims[Claim.Total]!;
      rest -= bound;
      text += `${next.name} holds ${bound}, `;
    }
    return new BudgetExceeded(asked, this.left, `${text}others ${rest}`);
  }

  #largestBelow(bound: number): Holder | undefined {
    let largest: Holder | undefined;
    for (const holder of this.#holders) {
      const bytes = holder.claims[Claim.Total]!;
      if (bytes < bound && (largest === undefined || bytes > largest.claims[Claim.Total]!)) {
        largest = holder;
      }
    }
    return largest;
  }
}

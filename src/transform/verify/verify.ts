import { Config } from '../../embedding/config.js';
import { Engine } from '../../embedding/engine.js';
import { validateModule } from '../../validation/module-validator.js';
import { DEFAULT_FEATURES } from '../../opcodes/feature.js';
import { activeSegments } from '../repage/active-segment.js';
import type { Repaged } from '../repage/repage.js';
import { type Call, callsFor } from './inputs.js';
import { type Outcome, Specimen, reachedLimit, type Value } from './specimen.js';

/** What a comparison of two modules found. */
export interface Verification {
  /** Calls that were compared, with each engine. */
  readonly calls: number;
  /** Calls that reached a limit of the engine, behind which nothing can be compared. */
  readonly skipped: number;
  /** Results that are addresses in the heap, which need not be the same ones. */
  readonly addresses: number;
  /** Bytes of memory that were compared behind each call. */
  readonly bytes: number;
  /** What differs, in words; the first ones. */
  readonly differences: readonly string[];
}

/** Differences beyond these tell nothing new. */
const MAX_DIFFERENCES = 10;

const ENGINES = ['interpreter', 'compiler'] as const;

/**
 * Runs a module and what {@link repage} made of it on the same inputs, the second with both engines,
 * and compares results, traps, what host functions are called with, and memory: all of it where no
 * allocator was changed and the stack did not move, otherwise what segments brought that is not zero.
 * Host functions answer 0.
 *
 * @param calls what is called; by default all exports, with small numbers
 * @throws LinkError when the module cannot be instantiated with stand-ins for its imports
 */
export function verify(
  bytes: Uint8Array<ArrayBuffer>,
  repaged: Repaged,
  calls?: readonly Call[],
): Verification {
  const found = { calls: 0, skipped: 0, addresses: 0, bytes: 0, differences: [] as string[] };
  for (const engine of ENGINES) {
    new Comparison(bytes, repaged, engine, found).run(calls);
    if (found.differences.length > 0) break;
  }
  return found;
}

/** Bytes of a memory. */
interface Range {
  readonly memory: number;
  readonly offset: number;
  readonly size: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

class Comparison {
  private readonly before: Specimen;
  private readonly after: Specimen;
  private readonly ranges: readonly Range[];
  /** Where heaps may lie, in both. */
  private readonly heapBase: number;

  constructor(
    bytes: Uint8Array<ArrayBuffer>,
    private readonly repaged: Repaged,
    private readonly strategy: (typeof ENGINES)[number],
    private readonly found: Mutable<Verification> & { differences: string[] },
  ) {
    this.before = new Specimen(engineOf('interpreter'), bytes);
    this.after = new Specimen(engineOf(strategy), repaged.bytes);
    const first = repaged.memories.find(({ index }) => index === 0);
    const counted = first?.counts === 'units of 16 bytes';
    const heap = first?.parts.find(({ name }) => name === 'heap')?.bytes ?? 0;
    this.heapBase = counted ? first.after - heap : Infinity;
    this.ranges = counted || repaged.stackMoved ? this.brought(bytes) : this.whole();
    found.bytes = this.ranges.reduce((sum, { size }) => sum + size, 0);
  }

  run(calls: readonly Call[] | undefined): void {
    if (!this.same('its start', this.before.start(), this.after.start())) return;
    for (const call of calls ?? callsFor(this.before.module)) {
      const before = this.before.call(call.name, call.args);
      const after = this.after.call(call.name, call.args);
      if (reachedLimit(before) || reachedLimit(after)) {
        // Where each was ended is not the same place.
        this.found.skipped++;
        return;
      }
      if (!this.same(textOf(call), before, after)) return;
      this.found.calls++;
      if (this.found.differences.length >= MAX_DIFFERENCES) return;
    }
  }

  /** Compares what a call did; whether to go on. */
  private same(what: string, before: Outcome, after: Outcome): boolean {
    const where = `${what}, ${this.strategy}`;
    if (before.trap !== after.trap) {
      this.differ(`${where}: ${endOf(before)} before, ${endOf(after)} now`);
      return false;
    }
    this.compare(`${where}: it gives`, before.results, after.results);
    const [first, second] = [before.hostCalls, after.hostCalls];
    if (first.length !== second.length) {
      this.differ(`${where}: ${first.length} calls of the host before, ${second.length} now`);
      return false;
    }
    first.forEach(({ name, args }, k) => {
      if (name === second[k]!.name)
        this.compare(`${where}: ${name} is given`, args, second[k]!.args);
      else this.differ(`${where}: it calls ${name} before, ${second[k]!.name} now`);
    });
    if (before.trap === '' || what !== 'its start') this.compareMemory(where);
    // Nothing can be called of what could not be instantiated.
    return !(what === 'its start' && before.trap !== '');
  }

  private compare(what: string, before: readonly Value[], after: readonly Value[]): void {
    before.forEach((value, k) => {
      if (Object.is(value, after[k]) || (isReference(value) && isReference(after[k]))) return;
      if (this.isAddress(value) && this.isAddress(after[k])) this.found.addresses++;
      else this.differ(`${what} ${String(value)} before, ${String(after[k])} now`);
    });
  }

  private compareMemory(where: string): void {
    for (const { memory, offset, size } of this.ranges) {
      const [before, after] = [this.before.memory(memory), this.after.memory(memory)];
      const end = offset + size;
      if (Buffer.compare(before.subarray(offset, end), after.subarray(offset, end)) === 0) continue;
      for (let at = offset; at < end; at++) {
        if (before[at] === after[at]) continue;
        const word = at & ~3;
        if (this.isAddress(wordAt(before, word)) && this.isAddress(wordAt(after, word))) continue;
        this.differ(
          `${where}: byte ${at} of memory ${memory} is ${before[at]} before, ${after[at]} now`,
        );
        return;
      }
    }
  }

  /** Whether a number may be an address in the heap, where an allocator gives others now. */
  private isAddress(value: unknown): boolean {
    return typeof value === 'number' && value >>> 0 >= this.heapBase;
  }

  private differ(text: string): void {
    if (this.found.differences.length < MAX_DIFFERENCES) this.found.differences.push(text);
  }

  /** What segments bring that is not zero: zeros are where runtimes keep what they change. */
  private brought(bytes: Uint8Array): Range[] {
    const after = new Map(this.repaged.memories.map((memory) => [memory.index, memory.after]));
    const ranges: Range[] = [];
    for (const segment of activeSegments(validateModule(bytes, DEFAULT_FEATURES))) {
      const { memory, offset, start, size } = segment;
      if (offset === undefined || offset + size > (after.get(memory) ?? 0)) continue;
      for (let at = 0; at < size; at++) {
        const first = at;
        while (at < size && bytes[start + at] !== 0) at++;
        if (at > first) ranges.push({ memory, offset: offset + first, size: at - first });
      }
    }
    return ranges;
  }

  private whole(): Range[] {
    return this.repaged.memories.map(({ index, after }) => ({
      memory: index,
      offset: 0,
      size: after,
    }));
  }
}

/** Functions and objects are each instance's own. */
function isReference(value: Value): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function engineOf(strategy: (typeof ENGINES)[number]): Engine {
  return new Engine(new Config().strategy(strategy).consumeFuel(true));
}

function wordAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
}

function endOf({ trap }: Outcome): string {
  return trap === '' ? 'it returns' : `it traps (${trap})`;
}

function textOf({ name, args }: Call): string {
  return `${name}(${args.map(String).join(', ')})`;
}

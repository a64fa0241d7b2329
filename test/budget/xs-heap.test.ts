import { describe, expect, it } from 'vitest';
import { creationValues, listBoards, loadBoard } from '../../src/boards/index.js';
import {
  Budget,
  type Device,
  Engine,
  Config,
  Memory,
  MemoryType,
  Store,
  XsHeap,
} from '../../src/index.js';

/** Of a machine whose heap is as full as `used` says. */
function readings(used: { slots: number; chunks: number }) {
  const names = ['', 'XS Slot Heap Used', 'XS Chunk Heap Used'];
  return {
    map: (name: string) => names.indexOf(name),
    get: (index: number) => (index === 1 ? used.slots : used.chunks),
  };
}
const NO_DEBUG = { gc: () => undefined };

describe('two fixed heaps', () => {
  const used = { slots: 70_000, chunks: 60_000 };
  const heap = XsHeap.of('esp32', readings(used), NO_DEBUG);

  it('are each full for themselves', () => {
    expect(heap.fits(500, 18_000)).toBe(true);
    expect(heap.fits(560, 0)).toBe(false);
    expect(heap.fits(0, 19_000)).toBe(false);
    expect(heap.freeBytes()).toBe(2 * 78848 - 130_000);
  });
});

describe('a shared block', () => {
  it('is full when slots and chunks together are, and chunks never get slots back', () => {
    const used = { slots: 20_480, chunks: 20_000 };
    const heap = XsHeap.of('rp2040', readings(used), NO_DEBUG);
    const all = 131_072 - 8192;
    expect(heap.fits(0, all - 20_480 - 20_000 - 8192)).toBe(true);
    expect(heap.fits(0, all - 20_480 - 20_000)).toBe(false);
    used.slots = 61_440;
    expect(heap.freeBytes()).toBe(all - 81_440);
    used.slots = 20_480;
    expect(heap.fits(0, all - 61_440 - 20_000)).toBe(false);
    expect(heap.fits(0, all - 61_440 - 20_000 - 8192)).toBe(true);
    // But slots do.
    expect(heap.fits(2000, all - 61_440 - 20_000 - 8192)).toBe(true);
  });
});

it.each(listBoards())('knows the heap of %s as its manifest has it', (board) => {
  const { creation, reserve } = loadBoard(board).xs;
  const { staticBytes, chunkBytes, slotCount, stackSlots } = creationValues(creation);
  const heap = XsHeap.of(board, readings({ slots: 0, chunks: 0 }), NO_DEBUG);
  const all = staticBytes > 0 ? staticBytes - 16 * stackSlots : chunkBytes + 16 * slotCount;
  expect(heap.freeBytes()).toBe(all);
  const kept = { slots: reserve.slots.value, chunkBytes: reserve.chunkBytes.value };
  expect(heap.reserve).toEqual(kept);
  // A creation of one's own keeps as much as the board that is like it.
  const { reserve: other } = new XsHeap(
    readings({ slots: 0, chunks: 0 }),
    NO_DEBUG,
    staticBytes > 0 ? { sharedBytes: all } : { slotBytes: 16 * slotCount, chunkBytes },
  );
  expect(other).toEqual(kept);
});

it('says what firmware lacks', () => {
  const release = { map: () => undefined, get: () => undefined };
  expect(() => XsHeap.of('esp32', release, NO_DEBUG)).toThrow('this firmware does not count');
  expect(() => XsHeap.of('toaster', readings({ slots: 0, chunks: 0 }), NO_DEBUG)).toThrow(
    'no board `toaster`',
  );
});

describe('a budget with a device', () => {
  it('keeps the reserve of the board, unless it is given one', () => {
    const of = (board: string) => XsHeap.of(board, readings({ slots: 0, chunks: 0 }), NO_DEBUG);
    const reserves = [of('esp32'), of('rp2040')].map((device) => new Budget({ device }).reserve);
    expect(reserves).toEqual([
      { slots: 128, chunkBytes: 3072 },
      { slots: 192, chunkBytes: 3072 },
    ]);
    const reserve = { slots: 1, chunkBytes: 2 };
    expect(new Budget({ device: of('esp32'), reserve }).reserve).toBe(reserve);
  });

  it('collects before it refuses, and keeps its reserve', () => {
    let collections = 0;
    let garbage = 3000;
    const device: Device = {
      fits: (slots, chunkBytes) => 16 * slots + chunkBytes <= 10_000 - garbage,
      freeBytes: () => 10_000 - garbage,
      collect: () => {
        collections++;
        garbage = 0;
      },
    };
    const reserve = { slots: 100, chunkBytes: 1000 };
    const budget = new Budget({ device, reserve });
    expect(budget.left).toBe(7000 - 2600);
    const store = new Store(new Engine(new Config().budget(budget)));
    const memory = (bytes: number) =>
      new Memory(store, MemoryType.builder().min(bytes).pageSizeLog2(0).build());
    memory(4000);
    expect(collections).toBe(0);
    memory(5000);
    expect(collections).toBe(1);
    expect(() => memory(7400)).toThrow('7568 bytes are asked for, 7400 are left');
    expect(memory(7200).tryGrow(1000)).toBe(-1);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BOARD_HEAP,
  chunkOf,
  DESKTOP_HEAP,
  elementsChunk,
  grownElementsChunk,
  mapChunk,
  transferChunk,
  Slots,
  stringChunk,
} from '../../src/budget/allocator.js';
import { describeOnXs32, ESP32, runSource } from '../simulator/support.js';

/** What making something left on the heap, averaged over a number of them. */
interface Weight {
  readonly slots: number;
  readonly chunkBytes: number;
}

const PRELUDE = `
import Sim from "sim";
const N = 50, keep = new Array(N).fill(0), buffer = new ArrayBuffer(100);
class One { #a = 1; }
class Two { #a = 1; #b = 2; get sum() { return this.#a + this.#b; } }
const before = { slotBytes: 0, chunkBytes: 0 }, after = { slotBytes: 0, chunkBytes: 0 };
function weigh(make) {
  for (let i = 0; i < N; i++) keep[i] = make(i);
  keep.fill(0); Sim.collect(); Sim.collect(); Sim.heap(before);
  for (let i = 0; i < N; i++) keep[i] = make(i);
  Sim.collect(); Sim.collect(); Sim.heap(after);
  return { slots: (after.slotBytes - before.slotBytes) / N / after.slotSize, chunkBytes: (after.chunkBytes - before.chunkBytes) / N };
}
// What the first use of anything makes for good is not weighed.
weigh((i) => "x".repeat(i) + new Map([[i, i]]).size);
function filled(n) { const map = new Map(); for (let i = 0; i < n; i++) map.set(i, i); return map; }
function pushed(n) { const list = []; for (let i = 0; i < n; i++) list.push(i); return list; }
function sparse(...indices) { const list = []; for (const i of indices) list[i] = 1; return list; }
`;

const CREATION = { ...ESP32, slotCount: 60_000, chunkBytes: 1_000_000 };

async function weigh(expressions: readonly string[]): Promise<Weight[]> {
  const made = expressions.map((expression) => `weigh((i) => ${expression})`);
  const { stdout, stderr } = await runSource(
    `${PRELUDE} trace(JSON.stringify([${made.join(',\n')}]));`,
    { creation: CREATION },
  );
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Weight[];
}

const none = 0;

/** Expression of XS, slots, bytes of chunks. */
const OBJECTS: readonly (readonly [string, number, number])[] = [
  ['({})', Slots.Object, none],
  ['({ a: 1, b: 2, c: 3 })', Slots.Object + 3 * Slots.Property, none],
  ['[]', Slots.Array, elementsChunk(0)],
  ['new ArrayBuffer(1)', Slots.ArrayBuffer, chunkOf(1)],
  ['new ArrayBuffer(0)', Slots.ArrayBuffer, chunkOf(0)],
  ['new DataView(buffer)', Slots.DataView, none],
  ['new Uint8Array(buffer)', Slots.TypedArray, none],
  ['new Int32Array(5)', Slots.TypedArray + Slots.ArrayBuffer, chunkOf(20)],
  ['() => 1', Slots.Arrow, none],
  ['(() => i)', Slots.Arrow + Slots.Environment + 2 * Slots.Property, none],
  ['(function () {})', Slots.Function, none],
  ['new One', Slots.Object + Slots.PrivateFields + Slots.Property, none],
  ['new Two', Slots.Object + Slots.PrivateFields + 2 * Slots.Property, none],
];

describeOnXs32('the model of the allocator is what XS does', () => {
  it('for objects', async () => {
    const measured = await weigh(OBJECTS.map(([expression]) => expression));
    const table = OBJECTS.map(([expression], i) => ({ expression, ...measured[i]! }));
    expect(table).toEqual(
      OBJECTS.map(([expression, slots, chunkBytes]) => ({ expression, slots, chunkBytes })),
    );
  });

  it('for arrays, in whatever way they were filled', async () => {
    const lengths = [1, 2, 3, 7, 8, 33, 100];
    const measured = await weigh(
      lengths.flatMap((n) => [`new Array(${n}).fill(null)`, `pushed(${n})`]),
    );
    expect(measured).toEqual(
      lengths.flatMap((n) => {
        const weight = { slots: Slots.Array, chunkBytes: elementsChunk(n) };
        return [weight, weight];
      }),
    );
  });

  it('for arrays with holes, of which only what is there counts', async () => {
    const weight = { slots: Slots.Array, chunkBytes: elementsChunk(3) };
    expect(await weigh(['sparse(5, 9, 100)', 'sparse(100, 3, 9)'])).toEqual([weight, weight]);
  });

  it('for buffers of every size up to a few words', async () => {
    const sizes = Array.from({ length: 20 }, (_, i) => i);
    const measured = await weigh(sizes.map((n) => `new ArrayBuffer(${n})`));
    expect(measured.map(({ chunkBytes }) => chunkBytes)).toEqual(sizes.map((n) => chunkOf(n)));
  });

  it('for Maps, whose table is doubled', async () => {
    const sizes = Array.from({ length: 30 }, (_, i) => i);
    const measured = await weigh(sizes.map((n) => `filled(${n})`));
    expect(measured).toEqual(
      sizes.map((n) => ({ slots: Slots.Map + n * Slots.MapEntry, chunkBytes: mapChunk(n) })),
    );
  });

  it('for strings', async () => {
    const sizes = Array.from({ length: 12 }, (_, i) => i + 1);
    const measured = await weigh(sizes.map((n) => `"x".repeat(${n - 1}) + "y"`));
    expect(measured).toEqual(sizes.map((n) => ({ slots: 0, chunkBytes: stringChunk(n) })));
  });

  it('for strings with a NUL in them', async () => {
    const [weight] = await weigh(['"abcde\\0" + (i % 10)']);
    expect(weight).toEqual({ slots: 0, chunkBytes: stringChunk(5 + 2 + 1) });
  });

  it('for an array that grows: a third more is taken until a collection', async () => {
    const { stdout } = await runSource(
      `import Sim from "sim";
      const list = new Array(50).fill(1);
      const behind = new ArrayBuffer(4); // so that it cannot grow where it is
      Sim.collect();
      const before = Sim.measure("chunkBytes");
      list.push(1);
      trace(Sim.measure("chunkBytes") - before + (behind ? 0 : 1));`,
      { creation: CREATION },
    );
    // The chunk from before is garbage, and still counted.
    expect(Number(stdout)).toBe(grownElementsChunk(51));
  });

  it('for a buffer that is transferred: both are there until a collection, even if it is the last', async () => {
    const { stdout } = await runSource(
      `import Sim from "sim";
      let buffer = new ArrayBuffer(100);
      Sim.collect();
      const taken = [0, 0], sizes = [150, 20];
      for (let i = 0; i < 2; i++) {
        const before = Sim.measure("chunkBytes");
        buffer = buffer.transfer(sizes[i]);
        taken[i] = Sim.measure("chunkBytes") - before;
      }
      trace(taken.join(" "));`,
      { creation: CREATION },
    );
    expect(stdout).toBe(`${transferChunk(150)} ${transferChunk(20)}`);
  });

  it('collecting needs no free byte, and leaves none between chunks', async () => {
    const { stdout, exitCode } = await runSource(
      `import Sim from "sim";
      const list = new Array(400).fill(null);
      const room = () => Sim.measure("chunkHeapBytes") - Sim.measure("chunkBytes");
      for (let i = 0; i < 400 && room() > 2000; i++) list[i] = new ArrayBuffer(200);
      for (let i = 0; i < 400; i += 2) list[i] = null;
      Sim.collect();
      const all = new ArrayBuffer(room() - 100); // in one piece
      trace(room() < 100, " ", list[1].byteLength, " ", all.byteLength > 20000);`,
      { creation: ESP32 },
    );
    expect([exitCode, stdout]).toEqual([0, 'true 200 true']);
  });
});

describe('sizes', () => {
  it('are never less than what was asked for', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.constantFrom(BOARD_HEAP, DESKTOP_HEAP), (bytes, heap) => {
        const size = chunkOf(bytes, heap);
        expect(size % heap.alignmentBytes).toBe(0);
        expect(size).toBeGreaterThanOrEqual(bytes + heap.chunkHeaderBytes);
        expect(size).toBeLessThan(bytes + heap.chunkHeaderBytes + heap.alignmentBytes);
      }),
    );
  });

  it('of 64 bits are twice those of 32', () => {
    for (const n of [0, 1, 5, 40]) {
      expect(elementsChunk(n, DESKTOP_HEAP)).toBe(2 * elementsChunk(n));
      expect(mapChunk(n, DESKTOP_HEAP)).toBe(2 * mapChunk(n));
    }
  });
});

import { describe, expect, it } from 'vitest';
import { loadBoard } from '../../src/boards/index.js';
import { readGuest } from '../../src/prediction/guest.js';
import { DEFAULT_RESERVE_BYTES, predict } from '../../src/prediction/predict.js';
import { RepageError } from '../../src/transform/repage/repage-error.js';
import { repage, type Repaged } from '../../src/transform/repage/repage.js';
import { bytesOf, play, type RawGuest, rawGuests, scriptOf } from './raw-guests.js';
import { WasmoteGuest } from './wasmote-guest.js';

const UP_TO_BYTES = 4096;
const refused = rawGuests.filter((guest) => guest.refused !== undefined);
const repaged = rawGuests.filter((guest) => guest.repage !== undefined);

function repagedOf(guest: RawGuest): Repaged {
  const { stack, heap, heapBase, size } = guest.repage!;
  return repage(bytesOf(guest), {
    ...(stack !== undefined && { stackBytes: stack }),
    ...(heap !== undefined && { heapBytes: heap }),
    ...(heapBase !== undefined && { heapBase }),
    ...(size !== undefined && { sizes: new Map(size.entries()) }),
  });
}

const sizeOf = ({ memories }: Repaged, when: 'before' | 'after'): number =>
  memories.reduce((sum, memory) => sum + memory[when], 0);

/** RAM of one instance on a Pico. */
function ramOf(name: string, bytes: Uint8Array<ArrayBuffer>): number {
  const options = { engine: 'interpreter', fuel: false, anyPageSize: false } as const;
  const asked = { fuel: false, instances: 1, reserveBytes: DEFAULT_RESERVE_BYTES };
  const guest = readGuest(name, bytes, options);
  return predict(loadBoard('rp2040'), [guest], asked).modules[0]!.instance.bytes;
}

describe.each(repaged)('$name after repage', (guest) => {
  const made = repagedOf(guest);
  const script = scriptOf(guest);

  it.each(['interpreter', 'compiler'] as const)('gives the same results: %s', (strategy) => {
    const instance = new WasmoteGuest(made.bytes, strategy);
    const lines = play(script, (name, args) => instance.call(name, args), WasmoteGuest.isTrap);
    expect(lines).toEqual(script.map(({ text }) => text));
  });

  it('has the static data that it had', () => {
    const before = new WasmoteGuest(bytesOf(guest), 'interpreter').memory();
    const after = new WasmoteGuest(made.bytes, 'interpreter').memory();
    if (before === undefined || after === undefined) return expect(guest.name).toMatch('memories');
    // What runtimes keep there of their heap's size differs.
    if (made.memories[0]!.counts === 'units of 16 bytes') return;
    const bytes = new Uint8Array(after.buffer);
    // Of a megabyte, `toEqual` takes ten seconds.
    const same = new Uint8Array(before.buffer, 0, bytes.length);
    expect(bytes.findIndex((byte, at) => byte !== same[at])).toBe(-1);
  });

  // AssemblyScript begins with no memory at all where there is no data.
  if (sizeOf(made, 'after') < UP_TO_BYTES && sizeOf(made, 'before') > 0)
    it('takes a tenth of the RAM at most', () => {
      expect(sizeOf(made, 'after')).toBeLessThanOrEqual(sizeOf(made, 'before') / 10);
      // An imported memory is in no instance's RAM.
      if (guest.name === 'c-bump-imported') return;
      expect(ramOf(guest.name, made.bytes)).toBeLessThanOrEqual(
        ramOf(guest.name, bytesOf(guest)) / 10,
      );
    });
});

describe('repage', () => {
  it('is tried on every guest', () => {
    expect([...refused, ...repaged]).toHaveLength(rawGuests.length);
  });

  it('leaves less than a tenth of guests from every toolchain', () => {
    const small = repaged.filter((guest) => sizeOf(repagedOf(guest), 'after') < UP_TO_BYTES);
    expect(new Set(small.map(({ toolchain }) => toolchain))).toEqual(
      new Set(rawGuests.map(({ toolchain }) => toolchain)),
    );
  });

  it.each(refused)('says why it refuses $name', (guest) => {
    expect(() => repage(bytesOf(guest))).toThrow(RepageError);
    expect(() => repage(bytesOf(guest))).toThrow(guest.refused!);
  });

  it("refuses Zig's allocator, which takes whole pages, wherever its heap is said to begin", () => {
    const guest = rawGuests.find(({ name }) => name === 'zig-heap')!;
    expect(() => repage(bytesOf(guest), { heapBase: 1088, heapBytes: 1024 })).toThrow(
      'it is not certain what it does with memory.size and memory.grow',
    );
  });
});

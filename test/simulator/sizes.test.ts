import { expect, it } from 'vitest';
import { describeOnXs32, ESP32, PICO, runSource } from './support.js';

/** Weighs a hundred of each in the heap that is left after a collection. */
const WEIGH = `
import Sim from "sim";
const N = 100, keep = new Array(N).fill(0), buffer = new ArrayBuffer(100);
function total() { Sim.collect(); return Sim.measure("slotBytes") + Sim.measure("chunkBytes"); }
function weigh(make) {
  keep.fill(0); make(0);
  const before = total();
  for (let i = 0; i < N; i++) keep[i] = make(i);
  return (total() - before) / N;
}
`;

async function weigh(expression: string): Promise<number> {
  const { stdout, stderr } = await runSource(`${WEIGH} trace(weigh(${expression}));`, {
    creation: { ...ESP32, slotCount: 20_000, chunkBytes: 200_000 },
  });
  expect(stderr).toBe('');
  return Number(stdout);
}

// Bytes on a board: slots of 16, chunks with a header of 8 (docs: what things weigh).
describeOnXs32('on 32-bit XS', () => {
  it.each([
    ['{}', '() => ({})', 16],
    ['{a, b}', '() => ({ a: 1, b: 2 })', 48],
    ['[]', '() => []', 32],
    ['[1, 2, 3, 4]', '() => [1, 2, 3, 4]', 104],
    ['an arrow function', '() => () => 1', 48],
    ['an arrow function with a variable', '(x) => () => x', 112],
    ['a function', '() => function () {}', 96],
    ['an object with a method', '() => ({ m() {} })', 80],
    ['a class with three methods', '() => class { a() {} b() {} c() {} }', 288],
    ['an ArrayBuffer of 100', '() => new ArrayBuffer(100)', 156],
    ['a Uint8Array of 100, buffer included', '() => new Uint8Array(100)', 220],
    ['a typed array over a buffer', '() => new Uint8Array(buffer)', 64],
    ['a DataView over a buffer', '() => new DataView(buffer)', 48],
    ['a Map', '() => new Map()', 76],
    ['a BigInt', '(i) => BigInt(i)', 12],
    ['a Promise', '() => new Promise(() => {})', 80],
  ])('%s', async (_, expression, bytes) => {
    expect(await weigh(expression)).toBe(bytes);
  });

  it('a pico has 113,136 bytes that neither slots nor chunks have taken when main starts', async () => {
    const { report } = await runSource('', { creation: PICO });
    expect(report!.atMain!.unreservedBytes).toBe(113_136);
    expect(report!.atMain!.freeBytes).toBe(122_400);
    expect(report!.atMain!.stackBytes).toBe(8192);
  });

  it('an ESP32 gives slots and chunks 78,848 bytes each, one slot of them spent on the heap itself', async () => {
    const { report } = await runSource('', { creation: ESP32 });
    expect(report!.atMain!.slotHeapBytes).toBe(78_848 - 16);
    expect(report!.atMain!.chunkHeapBytes).toBe(78_848);
  });

  it('measuring changes nothing', async () => {
    const { stdout } = await runSource(`
      import Sim from "sim";
      const figures = {}; Sim.heap(figures);
      const a = Sim.measure("slotBytes"), b = Sim.measure("chunkBytes");
      for (let i = 0; i < 10; i++) { Sim.heap(figures); Sim.measure("freeBytes"); }
      trace(Sim.measure("slotBytes") - a, " ", Sim.measure("chunkBytes") - b);
    `);
    expect(stdout).toBe('0 0');
  });
});

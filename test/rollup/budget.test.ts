import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBoard } from '../../src/boards/index.js';
import { readGuest } from '../../src/prediction/guest.js';
import { predict } from '../../src/prediction/predict.js';
import type { BudgetCheck } from '../../src/rollup.js';
import { Project } from './project.js';

let project: Project;
beforeAll(() => {
  project = new Project();
});
afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

const PROGRAM = `
  import traffic from './traffic.wasm';
  import crc32 from './crc32.wasm?form=compiled';
  trace(traffic, crc32);`;

/** The library's flash changes with the library. */
const stable = (text: string): string =>
  text.replace(/(wasmote they take |flash )\d\d\d,\d\d\d/, '$1N');

const failure = async (budget: BudgetCheck): Promise<string> =>
  stable(await project.failure(PROGRAM, { budget }));

describe('a budget', () => {
  it('lets a build pass whose guests fit, and says what they take', async () => {
    const budget = { board: 'rp2040', instances: { traffic: 90, crc32: 40 }, report: true };
    const { told } = await project.build(PROGRAM, { budget });
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('│ crc32   │ compiled │');
    expect(stable(told[0]!.slice(told[0]!.indexOf('in all')))).toMatchInlineSnapshot(`
      "in all 90,260 bytes of RAM, beside a small program's 4,520; 28,068 are free; flash N, wasmote's included
        crc32: 55,520 bytes of RAM (0 once, 40 × 1,388), about 2,440 of flash
        traffic: 33,016 bytes of RAM (1,336 once, 90 × 352), 619 of flash
        engine, store, linker: 1,724"
    `);
    const { told: nothing } = await project.build(PROGRAM, { budget: { board: 'rp2040' } });
    expect(nothing).toEqual([]);
  });

  it('reckons as wasmote budget does', async () => {
    const wasm = Uint8Array.from(readFileSync('examples/guests/traffic.wasm'));
    const options = { engine: 'interpreter', fuel: false, anyPageSize: false } as const;
    const guest = readGuest('traffic', wasm, options);
    const asked = { fuel: false, instances: 1, reserveBytes: 2048 };
    const { rounds } = predict(loadBoard('rp2040'), [guest], asked).total;
    const program = `import traffic from './traffic.wasm'; trace(traffic);`;
    await project.build(program, { budget: { board: 'rp2040', instances: rounds } });
    const budget = { board: 'rp2040', instances: { traffic: rounds + 1 } };
    expect(await project.failure(program, { budget })).toContain('do not fit rp2040');
  });

  it('fails a build with what was asked for, what there is, and what takes most', async () => {
    expect(await failure({ board: 'rp2040', instances: { crc32: 90, traffic: 3 } }))
      .toMatchInlineSnapshot(`
      "the guests do not fit rp2040: with a small program they take 132,964 bytes of its heap of 122,880, of which 2,560 are kept free
        crc32: 124,920 bytes of RAM (0 once, 90 × 1,388), about 2,440 of flash
        traffic: 2,392 bytes of RAM (1,336 once, 3 × 352), 619 of flash
        engine, store, linker: 1,724"
    `);
    expect(await failure({ board: 'rp2040', heapBytes: 2000 })).toMatchInlineSnapshot(`
      "the guests take 4,800 bytes of RAM, and may take 2,000 (budget.heapBytes)
        traffic: 1,688 bytes of RAM (1,336 once, 1 × 352), 619 of flash
        crc32: 1,388 bytes of RAM (0 once, 1 × 1,388), about 2,440 of flash
        engine, store, linker: 1,724"
    `);
    expect(await failure({ board: 'rp2040', flashBytes: 100_000 })).toMatchInlineSnapshot(`
      "the guests do not fit rp2040: with wasmote they take N bytes of flash, and may take 100,000
        traffic: 1,688 bytes of RAM (1,336 once, 1 × 352), 619 of flash
        crc32: 1,388 bytes of RAM (0 once, 1 × 1,388), about 2,440 of flash
        engine, store, linker: 1,724"
    `);
    expect(await failure({ board: 'esp8266' })).toMatchInlineSnapshot(`
      "the guests do not run on esp8266: traffic needs 380 slots of XS's stack, which has 256
        traffic: 1,688 bytes of RAM (1,336 once, 1 × 352), 619 of flash
        crc32: 1,388 bytes of RAM (0 once, 1 × 1,388), about 2,440 of flash
        engine, store, linker: 1,724"
    `);
  });

  it('keeps bytes free', async () => {
    const reserveBytes = 130_000;
    expect(await failure({ board: 'rp2040', reserveBytes })).toContain('do not fit rp2040');
  });

  it('says that it names a guest that there is not', async () => {
    expect(await failure({ board: 'rp2040', instances: { crossing: 3 } })).toBe(
      'budget.instances names "crossing", which nothing imports; there are crc32, traffic',
    );
  });
});

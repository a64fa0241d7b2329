import { expect, it } from 'vitest';
import { SimulatorExit } from '../../src/simulator/report.js';
import { describeOnXs, describeOnXs32, PICO, runFiles } from './support.js';

const TRY = 'function attempt(f) { try { return String(f()); } catch (e) { return String(e); } }\n';

async function attempt(
  lib: string,
  expression: string,
  preload: boolean,
  preloadEnabled = true,
): Promise<string> {
  const { stdout, stderr } = await runFiles(
    {
      'lib.js': lib,
      'main.js': `import * as lib from "lib"; ${TRY} trace(attempt(() => ${expression}));`,
    },
    { modules: ['lib'], preload: preload ? ['lib'] : [], preloadEnabled },
  );
  return stdout + stderr;
}

describeOnXs('preload', () => {
  it.each([
    [
      'a typed array',
      'const u8 = new Uint8Array(4); export const f = () => { u8[0] = 1; return u8[0]; };',
      'TypeError: read-only buffer',
    ],
    [
      'a DataView',
      'const dv = new DataView(new ArrayBuffer(4)); export const f = () => { dv.setUint8(0, 1); return 1; };',
      'TypeError: read-only buffer',
    ],
    [
      'a Map',
      'const m = new Map(); export const f = () => { m.set(1, 1); return m.get(1); };',
      'TypeError: Map instance is read-only',
    ],
    [
      'a Set',
      'const s = new Set(); export const f = () => { s.add(1); return s.size; };',
      'TypeError: Set instance is read-only',
    ],
    [
      'a static field',
      'class C { static n = 0; } export const f = () => (C.n += 1);',
      'TypeError: set n: not writable',
    ],
    [
      'a property on a function',
      'function g() {} export const f = () => (g.x = 1);',
      'TypeError: set x: not extensible',
    ],
    [
      'a prototype',
      'class C {} export const f = () => (C.prototype.x = 1);',
      'TypeError: set x: not extensible',
    ],
  ])('makes %s of a module read-only, which it is not without', async (_, lib, message) => {
    expect(await attempt(lib, 'lib.f()', true)).toBe(message);
    expect(await attempt(lib, 'lib.f()', false)).toBe('1');
    expect(await attempt(lib, 'lib.f()', true, false)).toBe('1');
  });

  it.each([
    ['a variable', 'let n = 0; export const f = () => { n += 1; return n; };', '1'],
    ['an object', 'const o = { n: 0 }; export const f = () => (o.n += 1);', '1'],
    ['an array', 'const a = [0]; export const f = () => { a.push(1); return a.length; };', '2'],
    ['what new Function made', 'export const f = new Function("a", "return 1 + 1");', '2'],
    [
      'a private field',
      'class C { #n = 0; up() { return (this.#n += 1); } } export const f = () => new C().up();',
      '1',
    ],
  ])('leaves %s writable or usable', async (_, lib, value) => {
    expect(await attempt(lib, 'lib.f()', true)).toBe(value);
  });

  it.each([true, false])('freezes built-ins in every program (preloading: %s)', async (preload) => {
    const lib =
      'export class E extends Error { constructor(m) { super(m); this.name = "E"; } }; export class F extends Error { name = "F"; }';
    expect(await attempt(lib, 'new lib.E("x")', preload)).toBe('TypeError: set name: not writable');
    expect(await attempt(lib, 'new lib.F("x")', preload)).toBe('F: x');
    expect(await attempt(lib, '{ const o = {}; o.toString = 1; }', preload)).toContain(
      'set toString: not writable',
    );
    expect(await attempt(lib, '(Math.x = 1)', preload)).toContain('not extensible');
    expect(await attempt(lib, '(() => 1).constructor("return 1")', preload)).toContain('TypeError');
    expect(await attempt(lib, '(globalThis.y = 1)', preload)).toBe('1');
  });

  it('keeps modules of the SDK from running on the build machine', async () => {
    const { exitCode, stderr } = await runFiles(
      {
        'lib.js': 'import Time from "time"; export const start = Time.ticks;',
        'main.js': 'import "lib";',
      },
      { modules: ['lib'], preload: ['lib'] },
    );
    expect(exitCode).toBe(SimulatorExit.build);
    expect(stderr).toContain('not available');
  });

  it('ends with flashWrite where XS does not check, as a board would fault', async () => {
    const { exitCode } = await runFiles(
      {
        'lib.js': 'const d = new Date(0); export const f = () => d.setTime(5);',
        'main.js': 'import { f } from "lib"; f();',
      },
      { modules: ['lib'], preload: ['lib'] },
    );
    expect(exitCode).toBe(SimulatorExit.flashWrite);
  });

  it('survives many collections', async () => {
    const { stdout } = await runFiles(
      {
        'lib.js':
          'let n = 0; const a = [{ s: "x" }]; export function f() { a.push({ s: "y" + n++ }); if (a.length > 50) a.length = 1; return a[0].s + a.length; }',
        'main.js':
          'import { f } from "lib"; import Sim from "sim"; let s; for (let i = 0; i < 2000; i++) { s = f(); if (i % 100 === 0) Sim.collect(); } trace(s);',
      },
      { modules: ['lib'], preload: ['lib'], creation: PICO },
    );
    expect(stdout).toMatch(/^x\d+$/);
  });
});

describeOnXs32('the cost of preload', () => {
  const functions = Array.from(
    { length: 300 },
    (_, i) => `export function f${i}(a) { return a + ${i}; }`,
  ).join('\n');
  const main = 'import { f7 } from "lib"; import Sim from "sim"; Sim.collect(); trace(f7(1));';

  it('of 300 exported functions is RAM without it, and flash with it', async () => {
    const files = { 'lib.js': functions, 'main.js': main };
    const ram = (await runFiles(files, { modules: ['lib'] })).report!;
    const flash = (await runFiles(files, { modules: ['lib'], preload: ['lib'] })).report!;
    const mod = (
      await runFiles(files, { modules: ['lib'], preload: ['lib'], preloadEnabled: false })
    ).report!;
    // Each function: instance, code, home, the closure it lies in, and its export.
    expect(ram.atEnd!.slotBytes).toBeGreaterThan(300 * 5 * 16);
    expect(ram.atEnd!.slotBytes).toBeLessThan(60_000);
    expect(flash.atEnd!.slotBytes + flash.atEnd!.chunkBytes).toBeLessThan(1024);
    expect(flash.flash.slotBytes - flash.flashBase.slotBytes).toBeGreaterThan(300 * 5 * 16);
    // A mod's names are in RAM as well, a slot each.
    expect(mod.atEnd!.slotBytes).toBeGreaterThanOrEqual(ram.atEnd!.slotBytes + 300 * 16);
  });

  it('is one alias for a variable and one for an unfrozen object, none for what is frozen', async () => {
    const count = async (lib: string): Promise<number> =>
      (
        await runFiles(
          { 'lib.js': lib, 'main.js': 'import "lib";' },
          { modules: ['lib'], preload: ['lib'] },
        )
      ).report!.atMain!.aliasCount;
    const base = await count('export function f() {}');
    expect(await count('let n = 0; export function f() { return n++; }')).toBe(base + 1);
    expect(await count('const o = {}; export function f() { return o; }')).toBe(base + 1);
    expect(
      await count('const o = Object.freeze({ a: 1 }); export function f() { return o; }'),
    ).toBe(base);
    expect(await count('const u = new Uint8Array(4); export function f() { return u; }')).toBe(
      base,
    );
  });
});

import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Guest, guests, pathOf, toJson, toValue } from './guest-index.js';
import { memoryOf, sectionsOf } from './module-shape.js';
import { nativeCompiler, sequenceNatively } from './native.js';
import { NodeInstance } from './node-engine.js';
import { references } from './references.js';

const load = ({ file, imports }: Pick<Guest, 'file' | 'imports'>) =>
  new NodeInstance(readFileSync(pathOf(file)), imports);

test('there is a guest for each thing the examples are to show', () => {
  expect(new Set(guests.map(({ language }) => language))).toEqual(
    new Set(['C', 'AssemblyScript', 'WAT']),
  );
  expect(guests.find(({ name }) => name === 'traffic')?.memoryBytes).toBe(120);
  expect(guests.some(({ imports }) => imports.length > 0)).toBe(true);
});

describe.each(guests)('$name', (guest) => {
  const bytes = readFileSync(pathOf(guest.file));

  test('is a module without custom sections, and its source is there', () => {
    expect(sectionsOf(bytes).some(({ id }) => id === 0)).toBe(false);
    expect(statSync(pathOf(guest.source)).isFile()).toBe(true);
  });

  test(`declares ${guest.memoryBytes} bytes of memory, in 1-byte pages`, () => {
    const { memoryBytes } = guest;
    expect(memoryOf(bytes)).toEqual(
      memoryBytes ? { minimum: memoryBytes, maximum: memoryBytes, pageSizeLog2: 0 } : undefined,
    );
  });

  test('has the imports and exports of the index', () => {
    const instance = load(guest);
    expect(instance.imports).toEqual(
      guest.imports.map(({ module, name }) => ({ module, name, kind: 'function' })),
    );
    const functions = instance.exports.filter(({ kind }) => kind === 'function');
    expect(functions.map(({ name }) => name).sort()).toEqual(
      guest.exports.map(({ name }) => name).sort(),
    );
  });

  test('names every export in the header comment of its source', () => {
    const source = readFileSync(pathOf(guest.source), 'utf8');
    for (const { name } of guest.exports)
      expect(source).toMatch(new RegExp(`^[ *;]+${name}\\(`, 'm'));
  });

  test("gives the index's results on Node's own engine", () => {
    const instance = load(guest);
    const results = guest.sequence.map(({ call, args }) =>
      toJson(instance.call(call, ...args.map(toValue))),
    );
    expect(results).toEqual(guest.sequence.map(({ result }) => result));
    expect(instance.hostCalls).toEqual(guest.hostCalls ?? []);
  });

  if (guest.traps)
    test('traps where the index says so', () => {
      const instance = load(guest);
      for (const { call, args } of guest.sequence) instance.call(call, ...args.map(toValue));
      // Node words its traps in its own way, so only that they are traps is compared here.
      for (const { call, args } of guest.traps!)
        expect(() => instance.call(call, ...args.map(toValue))).toThrow(
          expect.objectContaining({ name: 'RuntimeError' }),
        );
    });

  if (guest.language === 'C')
    test('gives the same results compiled for this machine', ({ skip }) => {
      skip(!nativeCompiler, 'no C compiler on this machine');
      expect(sequenceNatively(guest)).toEqual(guest.sequence.map(({ result }) => result));
    });
  else
    test('gives the results of its reference', () => {
      const hostCalls: { import: string; args: unknown[] }[] = [];
      const reference = references[guest.name]!(
        (name, args) => void hostCalls.push({ import: name, args }),
      );
      const results = guest.sequence.map(({ call, args }) =>
        toJson(reference[call]!(...(args.map(toValue) as never[]))),
      );
      expect(results).toEqual(guest.sequence.map(({ result }) => result));
      expect(hostCalls).toEqual(guest.hostCalls ?? []);
    });
});

describe('published values', () => {
  test('crc32 of "123456789" in the buffer is CBF43926', () => {
    const instance = load({ file: 'crc32.wasm', imports: [] });
    instance.call('init');
    const text = new TextEncoder().encode('123456789');
    const address = Number(instance.call('buffer'));
    instance.memory().set(text, address);
    expect(Number(instance.call('update', text.length)) >>> 0).toBe(0xcbf43926);
  });

  test("random gives the first numbers of PCG's own demonstration", () => {
    const instance = load({ file: 'random.wasm', imports: [] });
    instance.call('seed', 42n, 54n);
    const numbers = Array.from({ length: 6 }, () => Number(instance.call('next')) >>> 0);
    expect(numbers).toEqual([
      0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e,
    ]);
  });

  test("pt100 gives IEC 60751's resistances", () => {
    const instance = load({ file: 'pt100.wasm', imports: [] });
    expect(instance.call('resistance', 100)).toBeCloseTo(138.51, 2);
    expect(instance.call('resistance', -200)).toBeCloseTo(18.52, 2);
    expect(instance.call('celsius', 18.52008)).toBeCloseTo(-200, 3);
  });
});

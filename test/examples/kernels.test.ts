import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { memoryOf, sectionsOf } from './module-shape.js';
import { nativeCompiler, runNatively } from './native.js';
import { NodeInstance } from './node-engine.js';

interface Kernel {
  readonly folder: URL;
  readonly name: string;
  readonly file: string;
  readonly source: string;
  readonly javascript: string;
  readonly memoryBytes: number;
  readonly checksum: number;
}

const BENCH = new URL('../../bench/', import.meta.url);

function listOf(folder: 'kernels' | 'programs'): Kernel[] {
  const index = JSON.parse(readFileSync(new URL(`${folder}/index.json`, BENCH), 'utf8'));
  return index[folder].map((one: Kernel) => ({ ...one, folder: new URL(`${folder}/`, BENCH) }));
}

const kernels = listOf('kernels');
const programs = listOf('programs');

test('there are eight kernels and three programs', () => {
  expect(kernels).toHaveLength(8);
  expect(programs).toHaveLength(3);
});

describe.each([...kernels, ...programs])('$name', (kernel) => {
  const { folder, file, source, javascript, memoryBytes, checksum } = kernel;
  const bytes = readFileSync(new URL(file, folder));

  test('is a module of 1-byte pages that exports run', () => {
    expect(sectionsOf(bytes).some(({ id }) => id === 0)).toBe(false);
    expect(memoryOf(bytes)).toEqual(
      memoryBytes ? { minimum: memoryBytes, maximum: memoryBytes, pageSizeLog2: 0 } : undefined,
    );
  });

  test("gives the checksum on Node's own engine, twice", () => {
    const instance = new NodeInstance(bytes);
    expect([instance.call('run'), instance.call('run')]).toEqual([checksum, checksum]);
  });

  test('gives the checksum compiled for this machine', ({ skip }) => {
    skip(!nativeCompiler, 'no C compiler on this machine');
    const path = fileURLToPath(new URL(source, folder));
    expect(runNatively(`#include "${path}"`, '-DKERNEL_NATIVE')).toEqual([String(checksum)]);
  });

  test('gives the checksum written in JavaScript, twice', async () => {
    const { run } = await import(new URL(javascript, folder).href);
    expect([run(), run()]).toEqual([checksum, checksum]);
  });
});

describe('what the programs compute', () => {
  test("sha256's checksum is of the digest that Node computes", () => {
    const message = Uint8Array.from({ length: 1024 }, (_, i) => i * 7 + 3);
    const digest = createHash('sha256').update(message).digest();
    const words = Array.from({ length: 8 }, (_, i) => digest.readInt32BE(i * 4));
    expect(words.reduce((sum, word) => sum ^ word)).toBe(
      programs.find(({ name }) => name === 'sha256')!.checksum,
    );
  });

  test("json's document is valid JSON, in C and in JavaScript", () => {
    const { folder, file, javascript } = programs.find(({ name }) => name === 'json')!;
    const memory = new NodeInstance(readFileSync(new URL(file, folder))).memory();
    const text = Buffer.from(memory.subarray(0, memory.indexOf(0))).toString();
    expect(Object.keys(JSON.parse(text))).toContain('sensors');
    expect(readFileSync(new URL(javascript, folder), 'utf8')).toContain(text);
  });
});

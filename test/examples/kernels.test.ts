import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { memoryOf, sectionsOf } from './module-shape.js';
import { nativeCompiler, runNatively } from './native.js';
import { NodeInstance } from './node-engine.js';

interface Kernel {
  readonly name: string;
  readonly file: string;
  readonly source: string;
  readonly javascript: string;
  readonly memoryBytes: number;
  readonly checksum: number;
}

const KERNELS = new URL('../../bench/kernels/', import.meta.url);
const kernels: Kernel[] = JSON.parse(readFileSync(new URL('index.json', KERNELS), 'utf8')).kernels;

test('there are eight kernels', () => expect(kernels).toHaveLength(8));

describe.each(kernels)('$name', ({ file, source, javascript, memoryBytes, checksum }) => {
  const bytes = readFileSync(new URL(file, KERNELS));

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
    const path = fileURLToPath(new URL(source, KERNELS));
    expect(runNatively(`#include "${path}"`, '-DKERNEL_NATIVE')).toEqual([String(checksum)]);
  });

  test('gives the checksum written in JavaScript, twice', async () => {
    const { run } = await import(new URL(javascript, KERNELS).href);
    expect([run(), run()]).toEqual([checksum, checksum]);
  });
});

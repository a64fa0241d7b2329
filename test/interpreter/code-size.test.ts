import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Reader } from '../../src/binary/reader.js';
import { SectionId } from '../../src/binary/section-id.js';
import { Engine, Module } from '../../src/index.js';

const HEADER_BYTES = 8;

/**
 * Register code should take no more bytes than the function bodies it is made of. These do not keep
 * that yet: by how many bytes, and why. A function costs 6 bytes of directory and 4 of return, where
 * WebAssembly has 4 in all, so many small functions weigh; and a word is the least an instruction
 * takes, so moves, constants and globals do not get as short as the 2 bytes of WebAssembly's.
 */
const OVER: Readonly<Record<string, { bytes: number; why: string }>> = {
  'kernels/crc32.wasm': { bytes: 36, why: 'additions of constants above 8 bits' },
  'kernels/fib.wasm': { bytes: 6, why: 'a loop of 62 bytes in two functions' },
  'kernels/fir.wasm': { bytes: 49, why: 'constants, and f32 constants in two words' },
  'kernels/fnv64.wasm': { bytes: 63, why: 'the 64-bit prime, six times, in three words each' },
  'kernels/matmul.wasm': { bytes: 62, why: 'additions of constants above 8 bits' },
  'guests/blink.wasm': { bytes: 54, why: 'small functions, calls of imports' },
  'guests/calculator.wasm': { bytes: 117, why: 'ten functions of a few bytes' },
  'guests/crc32.wasm': { bytes: 61, why: 'small functions, constants' },
  'guests/morse.wasm': { bytes: 51, why: 'returns of constants, constants' },
  'guests/pid.wasm': { bytes: 74, why: 'globals' },
  'guests/pt100.wasm': { bytes: 153, why: 'f64 constants in three words' },
  'guests/random.wasm': { bytes: 60, why: 'small functions, i64 globals' },
  'guests/ring-filter.wasm': { bytes: 44, why: 'small functions, selects in two words' },
  'guests/traffic.wasm': { bytes: 27, why: 'small functions' },
};

/** What the sum of all may be, as a share of the bodies. */
const TOTAL_LIMIT = 1.2;

/** Bytes of the code section: all function bodies. */
function bodyBytes(bytes: Uint8Array): number {
  const reader = new Reader(bytes, HEADER_BYTES);
  while (reader.position < reader.end) {
    const id: SectionId = reader.u8();
    const length = reader.length();
    if (id === SectionId.Code) return length;
    reader.position += length;
  }
  return 0;
}

const modules = ['../../bench/kernels/', '../../examples/guests/'].flatMap((folder) => {
  const url = new URL(folder, import.meta.url);
  const files = readdirSync(url).filter((file) => file.endsWith('.wasm'));
  return files.map((file) => {
    const bytes = new Uint8Array(readFileSync(new URL(file, url)));
    return {
      name: `${folder.split('/').at(-2)}/${file}`,
      bodies: bodyBytes(bytes),
      code: new Module(new Engine(), bytes).code.byteLength,
    };
  });
});

describe('register code stays within the bytes of the function bodies', () => {
  test.each(modules)('$name: $code bytes for $bodies', ({ name, bodies, code }) => {
    expect(code).toBeLessThanOrEqual(bodies + (OVER[name]?.bytes ?? 0));
  });

  test('no module is excused that keeps it', () => {
    const kept = modules.filter(({ name, bodies, code }) => name in OVER && code <= bodies);
    expect(kept.map(({ name }) => name)).toEqual([]);
  });

  test(`all together: at most ${TOTAL_LIMIT} times`, () => {
    const sum = (key: 'bodies' | 'code'): number => modules.reduce((n, m) => n + m[key], 0);
    expect(sum('code')).toBeLessThanOrEqual(sum('bodies') * TOTAL_LIMIT);
  });
});

import { expect, it } from 'vitest';
import { decodeUtf8 } from '../../src/binary/utf8.js';

const decode = (bytes: ArrayLike<number>): string =>
  decodeUtf8(Uint8Array.from(bytes), 0, bytes.length);

it('decodes characters of every length', () => {
  const text = 'aé€😀'.repeat(40) + '\u0000\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10ffff}';
  expect(decode(Buffer.from(text))).toBe(text);
  expect(decode([])).toBe('');
});

it('agrees with TextDecoder on every sequence of two bytes and on the edges of longer ones', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  Error.stackTraceLimit = 0; // Most of 90,000 sequences throw twice.
  const edges = [0, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
  const check = (bytes: number[]): void => {
    let expected: string | undefined;
    try {
      expected = decoder.decode(Uint8Array.from(bytes));
    } catch {
      expected = undefined;
    }
    let found: string | undefined;
    try {
      found = decode(bytes);
    } catch (error) {
      expect((error as Error).message).toContain('malformed UTF-8 encoding');
    }
    if (found !== expected) expect({ bytes, found }).toEqual({ bytes, found: expected });
  };
  for (let a = 0; a < 256; a++) {
    for (let b = 0; b < 256; b++) check([a, b]);
    if (a < 0xe0) continue;
    for (const b of edges) for (const c of edges) check([a, b, c]);
    if (a < 0xf0) continue;
    for (const b of edges) for (const c of edges) for (const d of edges) check([a, b, c, d]);
  }
});

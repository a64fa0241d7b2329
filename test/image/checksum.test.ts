import { expect, it } from 'vitest';
import { checksumOf } from '../../src/image/checksum.js';
import { HeaderWord } from '../../src/image/format.js';

it('is another one for any two images that differ in one word', () => {
  const words = Int32Array.from({ length: 24 }, (_, i) => Math.imul(i, 0x9e3779b1));
  const right = checksumOf(words);
  const sums = new Set([right]);
  let made = 1;
  for (let at = HeaderWord.Checksum + 1; at < words.length; at++) {
    const word = words[at]!;
    for (let change = 1; change < 256; change++) {
      words[at] = word ^ Math.imul(change, 0x01010101);
      const sum = checksumOf(words);
      expect(sum).not.toBe(right);
      sums.add(sum);
      made++;
    }
    words[at] = word;
  }
  // Among so few no two are equal by chance.
  expect(sums.size).toBe(made);
});

it('leaves out its own word', () => {
  const words = new Int32Array(10);
  const sum = checksumOf(words);
  words[HeaderWord.Checksum] = sum;
  expect(checksumOf(words)).toBe(sum);
});

it('notices words that change places, and two wrong bits', () => {
  const words = Int32Array.from({ length: 40 }, (_, i) => i);
  const sum = checksumOf(words);
  const changed = words.slice();
  [changed[20], changed[21]] = [21, 20];
  expect(checksumOf(changed)).not.toBe(sum);
  for (let other = 9; other < 40; other++) {
    const both = words.slice();
    both[8]! ^= 1 << 31;
    both[other]! ^= 1 << 31;
    expect(checksumOf(both)).not.toBe(sum);
  }
});

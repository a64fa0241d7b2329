import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { VERSION, versionText } from '../../src/image/version.js';

it("is the package's", () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(versionText(VERSION)).toBe(version);
});

it('has room for large parts', () => expect(versionText(0xffff_ffff | 0)).toBe('255.255.65535'));

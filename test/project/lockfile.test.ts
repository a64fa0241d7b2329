import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { missingPackages } from '../../scripts/lockfile.js';

it('package-lock.json has the packages of all platforms; if not, run npm run lock', () => {
  expect(missingPackages(JSON.parse(readFileSync('package-lock.json', 'utf8')))).toEqual([]);
});

it('names no registry in package-lock.json, which everybody has their own of', () => {
  const text = readFileSync('package-lock.json', 'utf8');
  expect(text).not.toMatch(/"resolved": "(?!https:\/\/registry\.npmjs\.org\/)/);
});

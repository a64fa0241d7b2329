import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { apiPage } from '../../scripts/api/page.js';

it('docs/api.md is what npm run docs writes', () => {
  expect(readFileSync('docs/api.md', 'utf8') === apiPage(), 'it is not: run npm run docs').toBe(
    true,
  );
});

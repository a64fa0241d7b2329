/** `npm run fuzz:mutate` plants its bugs in lines that are there. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BUGS } from '../../scripts/fuzz/bugs.js';

it.each(BUGS)('$name: in one place', ({ file, find }) => {
  const source = readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8');
  expect(source.split(find)).toHaveLength(2);
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generatedFiles } from '../../scripts/generated-files.js';

it.each(Object.entries(generatedFiles()))(
  'src/%s is what npm run generate writes',
  (name, text) => {
    const committed = readFileSync(new URL(`../../src/${name}`, import.meta.url), 'utf8');
    // Thousands of lines of difference help nobody.
    expect(committed === text, 'it is not: run npm run generate').toBe(true);
  },
);

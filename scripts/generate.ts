/**
 * Writes what is made from the opcode and instruction tables: `src/opcodes/generated/` and
 * `src/interpreter/generated/`. `npm run generate` runs it; a test compares what it would write with
 * what is committed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from './generated-files.js';

for (const [name, text] of Object.entries(generatedFiles())) {
  const path = fileURLToPath(new URL(`../src/${name}`, import.meta.url));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

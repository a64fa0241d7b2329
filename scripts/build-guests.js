/**
 * Builds the example guests, the benchmarks' kernels and programs, and the guests of the tests from
 * their sources.
 *
 *   node scripts/build-guests.js [--check] [NAME…]
 *
 * A name is that of a guest or of a folder of guests; without names everything is built. `--check` writes nothing and compares with what is committed.
 * Exit code 0: all built (or all equal); 1: a build failed (or a file differs); 2: wrong usage;
 * 3: a toolchain is missing, and whatever did not need it went well.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { catalogue } from './guests/catalogue.js';
import { MissingTool } from './guests/run.js';

const args = process.argv.slice(2);
const check = args.includes('--check');
const names = args.filter((arg) => arg !== '--check');
const entries = catalogue();
const chosen = names.length
  ? names.map((name) => entries.filter((entry) => isNamed(entry, name)))
  : [entries];

const unknown = names.filter((_, i) => chosen[i].length === 0);
if (unknown.length) {
  console.error(`no such guest or kernel: ${unknown.join(', ')}`);
  console.error(`there are: ${entries.map(({ name }) => name.split('/').pop()).join(', ')}`);
  process.exit(2);
}

let failed = 0;
const missing = new Set();
for (const { name, target, build } of chosen.flat()) {
  try {
    const bytes = await build();
    if (!check) writeFileSync(target, bytes);
    else if (!readFileSync(target).equals(bytes)) throw new Error('differs from what is committed');
    console.log(`${check ? 'same' : 'built'}     ${name} (${bytes.length} bytes)`);
  } catch (error) {
    if (error instanceof MissingTool) missing.add(error.message);
    else failed++;
    console.log(
      `${error instanceof MissingTool ? 'skipped' : 'failed'}  ${name}: ${error.message}`,
    );
  }
}
for (const message of missing) console.error(message);
process.exitCode = failed ? 1 : missing.size ? 3 : 0;

function isNamed(entry, name) {
  return entry.name.endsWith(`/${name}`) || entry.name.startsWith(`${name}/`);
}

/** The simulator's module `sim` for Node, as much of it as app.js uses. */
import { readFileSync } from 'node:fs';

globalThis.trace = (text) => process.stdout.write(text);

export default {
  argv: process.argv.slice(2),
  readFile: (path) => readFileSync(path),
  now: () => Number(process.hrtime.bigint()),
  /** Node collects when it likes. */
  collect() {},
};

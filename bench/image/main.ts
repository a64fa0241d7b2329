/**
 * `npm run bench:image`: on XS, the time of loading an example from an image and instantiating it
 * against that of `new Module`, and the RAM of both. Ends with 1 when the largest example takes more
 * than a tenth.
 */
import { ensureBuilt } from '../../scripts/build.js';
import { examples, LIMIT, measure, ratioOf } from './measure.js';

const COLUMNS = [
  'guest',
  'wasm',
  'image',
  'new Module',
  'load',
  'and instantiate',
  'ratio',
  'RAM, wasm',
  'RAM, image',
];

const row = (cells: readonly string[]): void =>
  console.log(
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(12) : cell.padStart(COLUMNS[i]!.length + 3)))
      .join(''),
  );
const us = (ns: number): string => `${(ns / 1000).toFixed(0)} us`;

await ensureBuilt();
row(COLUMNS);
const ratios: number[] = [];
for (const example of await examples()) {
  const figures = await measure(example);
  const ratio = ratioOf(figures);
  ratios.push(ratio);
  row([
    figures.name,
    String(figures.wasmBytes),
    String(figures.imageBytes),
    us(figures.compileNs),
    us(figures.loadNs),
    us(figures.loadAndInstantiateNs),
    ratio.toFixed(3),
    String(figures.compiledBytes),
    String(figures.loadedBytes),
  ]);
}
const largest = ratios[0]!;
console.log(`the largest example: ${largest.toFixed(3)} of the time (at most ${LIMIT})`);
if (largest > LIMIT) process.exit(1);

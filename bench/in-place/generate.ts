/**
 * Makes the in-place interpreter's loop, one module for XS, in `.cache/bench/`: once to count on
 * Node which opcodes the kernels execute, and then with the dispatch that suits those counts.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { build, transform } from 'esbuild';
import { benchPath, cachePath, writeCache } from '../shared/paths.js';
import { loadPrograms } from '../shared/programs.js';
import { bodies } from './bodies.js';
import { byOpcode, byTable, type Dispatch, type Weights } from './tree.js';

/** Names that bodies use from wasmote; XS and Node load them as modules of their own. */
export const NUMERIC = [
  'convertS64ToF32 convertU64ToF32 truncS32 truncSatS32 truncU32 truncSatU32 truncS64 truncSatS64',
  'truncU64 truncSatU64 ceilFloat floorFloat maxFloat minFloat nearestFloat truncFloat',
  'ctz32 divS32 divU32 popcnt32 remS32 remU32',
  'divS64 divU64 high mul64 remS64 remU64 rotl64 rotr64',
]
  .join(' ')
  .split(' ');

export type Kind = 'opcode' | 'table';

function loop(dispatch: Dispatch, numeric: string, counting: boolean): string {
  const { numbers } = dispatch;
  const fetch = counting
    ? 'op = code[pc++]; globalThis.counts[op === 252 ? 256 + code[pc] : op]++;'
    : 'op = code[pc++];';
  const prefix = 'if (op === 252) op = 256 + code[pc++];';
  return `import { ${NUMERIC.join(', ')} } from '${numeric}';
const MIN = -2147483648 | 0;
const MAX = 0x7fffffff;
const { clz32, imul, sqrt } = Math;
${numbers === undefined ? '' : `const NUMBERS = Object.freeze([${numbers.join(', ')}]);\n`}
/** Takes slots out from under the topmost. */
function drop(R, sp, kept, dropped) {
  const to = sp - (dropped << 1);
  if (kept > 0) R.copyWithin(to + 2 - (kept << 1), sp + 2 - (kept << 1), sp + 2);
  return to;
}

export function execute(store, instance, index, sp) {
  let R = store.cells;
  let F = store.floats;
  let D = store.doubles;
  let limit = R.length;
  const { code, bytes, side, globals, view } = instance;
  let pc = -1;
  let fp = 0;
  let stp = 0;
  let base = 0;
  let mask = 0;
  let end = 0;
  let res = 0;
  let f = 0;
  let op = 0;
  let w = 0;
  let i = 0;
  let j = 0;
  let k = 0;
  let t = 0;
  let x = index;
  let y = 0;
  let z = 0;
  let o;
  for (;;) {
    // Enter the function x, whose arguments are the topmost slots.
    k = x << 2;
    w = side[k + 2];
    i = sp + 2 - ((w & 1023) << 1);
    j = sp + 2;
    z = (w >> 10) & 4095;
    base = j + (z << 1);
    if (base + 4 + ((w >>> 22) << 1) > limit) {
      store.reserve(base + 4 + ((w >>> 22) << 1));
      R = store.cells;
      F = store.floats;
      D = store.doubles;
      limit = R.length;
    }
    if (z === 1) {
      R[j] = 0;
      R[j + 1] = 0;
    } else if (z > 1) R.fill(0, j, base);
    R[base] = pc;
    R[base + 1] = fp;
    R[base + 2] = (f << 16) | stp;
    R[base + 3] = mask;
    f = x;
    fp = i;
    sp = base + 2;
    mask = side[k + 3];
    w = side[k];
    end = w & 0xffffff;
    res = w >>> 24;
    w = side[k + 1];
    stp = w >>> 16;
    pc = end - (w & 0xffff);
    for (;;) {
      ${fetch}
      ${numbers === undefined ? '' : `${prefix} op = NUMBERS[op];`}
${dispatch.text}    }
  }
}
`;
}

/** The dispatch by opcode meets the prefix as an opcode of its own. */
function withPrefix(all: Map<number, string>): Map<number, string> {
  const result = new Map([...all].filter(([op]) => op < 0x100));
  const behind = [...all].filter(([op]) => op >= 0x100);
  const tests = behind.map(([op, body]) => `if (op === ${op - 0x100}) { ${body} }`);
  result.set(0xfc, `op = code[pc++]; ${tests.join(' else ')}`);
  return result;
}

function make(kind: Kind, counts: ReadonlyMap<number, number>): Dispatch {
  const all = kind === 'table' ? bodies() : withPrefix(bodies());
  const weights: Weights = new Map([...all.keys()].map((op) => [op, (counts.get(op) ?? 0) + 1]));
  const body = (op: number): string => `/* 0x${op.toString(16)} */ ${all.get(op)!}`;
  return kind === 'table' ? byTable(weights, body) : byOpcode(weights, body);
}

/** Bundles a module of TypeScript, given as text, into one file of JavaScript. */
async function bundle(file: string, contents: string, format: 'esm' | 'cjs'): Promise<string> {
  const outfile = await cachePath(file);
  const stdin = { contents, resolveDir: dirname(outfile), loader: 'ts' as const };
  await build({ stdin, bundle: true, format, target: 'es2022', outfile });
  return outfile;
}

/** How often each opcode is executed, in 1/10,000; each kernel counts the same. */
async function profile(): Promise<Map<number, number>> {
  const counting = await bundle(
    'in-place-counting.cjs',
    `export { load, run } from ${JSON.stringify(benchPath('in-place/load.js'))};\n` +
      loop(make('opcode', new Map()), './numeric.mjs', true),
    'cjs',
  );
  const { execute, load, run } = createRequire(import.meta.url)(counting);
  const totals = new Map<number, number>();
  const kernels = await loadPrograms('kernels');
  for (const { name, file, checksum } of kernels) {
    const counts = new Float64Array(0x108);
    (globalThis as any).counts = counts;
    const answer = run(execute, load(new Uint8Array(await readFile(file))), 'run');
    if ((answer | 0) !== (checksum | 0)) throw new Error(`${name}: ${answer}, not ${checksum}`);
    const sum = counts.reduce((a, b) => a + b);
    executed.set(name, sum);
    counts.forEach((count, op) => {
      if (count > 0)
        totals.set(op, (totals.get(op) ?? 0) + (count / sum / kernels.length) * 10_000);
    });
  }
  return totals;
}

/** Instructions that each kernel dispatches. */
export const executed = new Map<string, number>();

/** Writes the loop; returns its path, and the one of the numeric functions that it imports. */
export async function writeInPlace(
  kind: Kind,
): Promise<{ loop: string; numeric: string; comparisons: number }> {
  const numeric = await bundle(
    'numeric.mjs',
    ['conversion', 'float', 'i32', 'i64']
      .map((name) => `export * from ${JSON.stringify(benchPath(`../src/numeric/${name}.ts`))};`)
      .join('\n'),
    'esm',
  );
  const dispatch = make(kind, await profile());
  const { code } = await transform(loop(dispatch, 'in-place-numeric', false), {
    loader: 'ts',
    target: 'es2022',
  });
  return {
    loop: await writeCache(`in-place-${kind}.js`, code),
    numeric,
    comparisons: dispatch.comparisons,
  };
}

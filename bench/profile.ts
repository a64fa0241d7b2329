/**
 * `npm run bench:profile`: counts which instructions run, over the kernels and the example guests,
 * and writes `src/interpreter/instructions/weights.ts`, from which the dispatch tree is made. Each
 * program counts the same, however long it runs.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Engine, Linker, Module, Store } from '../src/index.js';
import { INSTRUCTIONS } from '../src/interpreter/instructions/all.js';
import type { Executor } from '../src/runtime/executor.js';

const generated = new URL('../src/interpreter/generated/', import.meta.url);
const weightsFile = new URL('../src/interpreter/instructions/weights.ts', import.meta.url);

/** The loop as generated, but counting. */
async function countingExecutor(counts: Float64Array): Promise<Executor> {
  const path = new URL('counting-loop.ts', generated);
  const text = readFileSync(new URL('loop.ts', generated), 'utf8');
  writeFileSync(
    path,
    text.replace('op = w & 255;', 'op = w & 255; (globalThis as any).counts[op]++;'),
  );
  (globalThis as unknown as { counts: Float64Array }).counts = counts;
  try {
    const { execute } = (await import(path.pathname)) as { execute: Executor['call'] };
    return { call: execute };
  } finally {
    rmSync(path);
  }
}

interface Step {
  readonly call: string;
  readonly args: readonly unknown[];
}

/** A program: its bytes, and what to call. */
interface Program {
  readonly file: URL;
  readonly sequence: readonly Step[];
}

function programs(): Program[] {
  const kernels = new URL('kernels/', import.meta.url);
  const guests = new URL('../examples/guests/', import.meta.url);
  const index = (folder: URL): any =>
    JSON.parse(readFileSync(new URL('index.json', folder), 'utf8'));
  return [
    ...index(kernels).kernels.map((k: { file: string }) => ({
      file: new URL(k.file, kernels),
      sequence: [{ call: 'run', args: [] }],
    })),
    ...index(guests).guests.map((g: { file: string; sequence: Step[] }) => ({
      file: new URL(g.file, guests),
      sequence: g.sequence,
    })),
  ];
}

const counts = new Float64Array(256);
const totals = new Float64Array(256);
const executor = await countingExecutor(counts);
const engine = new Engine();
const all = programs();
for (const { file, sequence } of all) {
  counts.fill(0);
  const module = new Module(engine, readFileSync(file));
  Object.defineProperty(module, 'executor', { value: executor });
  const linker = new Linker(engine);
  for (const declared of module.imports()) linker.func(declared.module, declared.name, () => 0);
  const instance = linker.instantiate(new Store(engine), module);
  for (const { call, args } of sequence) {
    const { params } = instance.getFunc(call)!.type;
    instance.call(
      call,
      ...args.map((arg, i) => (params[i] === 0x7e ? BigInt(arg as string) : arg)),
    );
  }
  const sum = counts.reduce((a, b) => a + b);
  counts.forEach((count, i) => (totals[i]! += count / sum / all.length));
}

const enumText = readFileSync(new URL('instruction.ts', generated), 'utf8');
const numberOf = (name: string): number =>
  Number(new RegExp(`^  ${name} = (\\d+),`, 'm').exec(enumText)![1]);
const lines = Object.keys(INSTRUCTIONS)
  .map((name): [string, number] => [name, Math.round(totals[numberOf(name)]! * 10_000)])
  .filter(([, weight]) => weight > 1)
  .sort((a, b) => b[1] - a[1])
  .map(([name, weight]) => `  ${name}: ${weight},\n`);
const text = readFileSync(weightsFile, 'utf8');
writeFileSync(weightsFile, text.replace(/= \{[^]*\};/, `= {\n${lines.join('')}};`));
console.log(
  `${lines.length} instructions of ${Object.keys(INSTRUCTIONS).length} were seen; now run \`npm run generate\``,
);

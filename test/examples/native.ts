import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Call, type Guest, pathOf } from './guest-index.js';

/** The C compiler of the machine, or `undefined`. */
export const nativeCompiler = ['gcc', 'clang', 'cc'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);

const FLAGS = ['-std=gnu11', '-O1', '-w', '-ffp-contract=off'];

/** Compiles C source text for this machine and gives what the program prints, line by line. */
export function runNatively(source: string, ...flags: string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'wasmote-'));
  try {
    const [from, to] = [join(folder, 'program.c'), join(folder, 'program')];
    writeFileSync(from, source);
    execFileSync(nativeCompiler!, [...FLAGS, ...flags, '-o', to, from]);
    return execFileSync(to, { encoding: 'utf8' }).trim().split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The results of a C guest's sequence, from its own source compiled for this machine. */
export function sequenceNatively(guest: Guest): (number | null)[] {
  const hasResult = ({ call }: Call) =>
    guest.exports.find(({ name }) => name === call)!.results.length > 0;
  const calls = guest.sequence.map((step) => {
    const text = `${step.call}(${step.args.join(', ')})`;
    return hasResult(step) ? `printf("%d\\n", ${text});` : `${text}; puts("null");`;
  });
  const source = `#include <stdio.h>
#include "${pathOf(guest.source)}"
int main(void) { ${calls.join('\n')} return 0; }`;
  return runNatively(source).map((line) => JSON.parse(line));
}

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A C compiler that makes programs which run here. */
export interface Compiler {
  readonly command: string;
  /** First line of `--version`. */
  readonly version: string;
  /**
   * 32 where the compiler and its libraries can; slots and chunks then weigh
   * what they weigh on boards. 64 otherwise: a slot has 32 bytes instead of 16.
   */
  readonly pointerBits: 32 | 64;
  /** Flags for that width, for compiling and linking. */
  readonly widthFlags: readonly string[];
}

const PROBE =
  '#include <math.h>\n#include <pthread.h>\n#include <stdio.h>\nint main(int c, char** v) { printf("%d", (int)(sizeof(void*) * 8 + floor(c / 1e9))); return v == 0; }\n';

/** -m32 with the doubles of IEEE 754, as boards have them, not of the 387. */
const FLAGS_32 = ['-m32', '-msse2', '-mfpmath=sse'];

let detected: Promise<Compiler | undefined> | undefined;

/**
 * Looks for a C compiler: `$CC`, then `gcc`, `cc`, `clang`. Tries each with
 * `-m32` first, by building and running a small program.
 *
 * @returns undefined when there is none that works.
 */
export function detectCompiler(): Promise<Compiler | undefined> {
  return (detected ??= detect());
}

async function detect(): Promise<Compiler | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-cc-'));
  try {
    const source = join(folder, 'probe.c');
    await writeFile(source, PROBE);
    const commands = [process.env['CC'], 'gcc', 'cc', 'clang'].filter(
      (command) => command !== undefined && command !== '',
    );
    for (const widthFlags of [FLAGS_32, []]) {
      for (const command of commands as string[]) {
        const pointerBits = await probe(command, widthFlags, source, join(folder, 'probe'));
        if (pointerBits === 32 || pointerBits === 64) {
          const { stdout } = await run(command, ['--version']);
          return { command, version: stdout.split('\n')[0] ?? '', pointerBits, widthFlags };
        }
      }
    }
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function probe(
  command: string,
  widthFlags: readonly string[],
  source: string,
  output: string,
): Promise<number> {
  try {
    await run(command, [...widthFlags, source, '-o', output, '-lm', '-lpthread']);
    return Number((await run(output)).stdout);
  } catch {
    return 0;
  }
}

/**
 * Modules that `wasmote repage` made: each memory of 64 KiB pages as large as it was, or with less
 * where nothing lies there at first. What they tell must be what the module told before.
 */
import { CompileError, Engine as Wasmote, Module } from '../../src/index.js';
import { ExternKind } from '../../src/types/extern-kind.js';
import { RepageError } from '../../src/transform/repage/repage-error.js';
import { repage } from '../../src/transform/repage/repage.js';
import { INTERNAL_ERROR, play } from './play.js';
import { Random } from './random.js';
import { wholePages, type RepagedSize } from './repaged-size.js';
import type { Work } from './xs-batch.js';
import { wasmoteEngine } from './wasmote-engine.js';

export interface Repaged {
  readonly bytes: Uint8Array;
  /** By the name under which it is exported. */
  readonly sizes: ReadonlyMap<string, RepagedSize>;
}

const PAGE = 65536;
/** What memories are hashed by (`play.ts`), so that what was cut off shows in no hash. */
const BLOCK = 1024;

/** With every byte that the memories had. */
export function repagedWhole(bytes: Uint8Array): Repaged | undefined {
  return repaged(bytes, (pages) => pages * PAGE);
}

/** With a random part of them, as far as data is no obstacle. */
export function repagedCut(bytes: Uint8Array): Repaged | undefined {
  const random = new Random(bytes.reduce((hash, byte) => Math.imul(hash, 31) + byte, 1));
  for (let least = BLOCK; least < PAGE; least *= 2) {
    const size = least + BLOCK * random.next(4);
    const made = repaged(bytes, (pages) => Math.min(size, pages * PAGE));
    if (made !== undefined) return made;
  }
  return undefined;
}

/** @returns undefined when there is nothing to repage, or repage refuses */
function repaged(bytes: Uint8Array, sizeOf: (pages: number) => number): Repaged | undefined {
  const before = moduleOf(bytes);
  if (before === undefined) return undefined;
  const declared = new Map<number, number>();
  before.memories.forEach(({ minimum, pageSizeLog2 }, index) => {
    if (pageSizeLog2 === 16) declared.set(index, sizeOf(minimum));
  });
  if (declared.size === 0) return undefined;
  try {
    const made = repage(Uint8Array.from(bytes), { sizes: declared });
    // Code that makes bytes of its memory's pages is told of the bytes there are: it may do otherwise.
    const isCut = made.memories.some(({ before, after }) => after < before);
    if (isCut && made.memories.some(({ counts }) => counts === 'units of 16 bytes'))
      return undefined;
    const sizes = new Map<string, RepagedSize>();
    for (const { name, kind, index } of before.exports()) {
      const size = kind === ExternKind.Memory ? declared.get(index) : undefined;
      if (size === undefined) continue;
      sizes.set(name, { pages: before.memories[index]!.minimum, bytes: size });
    }
    return { bytes: made.bytes, sizes };
  } catch (error) {
    if (error instanceof RepageError) return undefined;
    throw error;
  }
}

function moduleOf(bytes: Uint8Array): Module | undefined {
  try {
    return new Module(new Wasmote(), bytes);
  } catch (error) {
    if (error instanceof CompileError) return undefined;
    throw error;
  }
}

/** Plays plans with repaged modules, and tells of memories what they would be in whole pages. */
export function playRepaged(
  strategy: 'interpreter' | 'compiler',
  make: (bytes: Uint8Array) => Repaged | undefined,
): (works: readonly Work[]) => Promise<string[][]> {
  const engine = wasmoteEngine(strategy);
  return async (works) =>
    works.map(({ bytes, plan }) => {
      try {
        const { bytes: made, sizes } = make(bytes)!;
        const lines = play(engine, made, { ...plan, ...hostMemory(sizes, plan.memory) });
        return lines.map((line) => inWholePages(line, sizes));
      } catch (error) {
        return [INTERNAL_ERROR + (error as Error).stack];
      }
    });
}

function hostMemory(
  sizes: ReadonlyMap<string, RepagedSize>,
  name: string | undefined,
): { repaged?: RepagedSize } {
  const size = sizes.get(name ?? '');
  return size === undefined ? {} : { repaged: size };
}

const MEMORY = /^memory (?:second )?(.*): (\d+) bytes;/;

function inWholePages(line: string, sizes: ReadonlyMap<string, RepagedSize>): string {
  const [, name, bytes] = MEMORY.exec(line) ?? [];
  const size = sizes.get(name ?? '');
  const pages = size === undefined ? undefined : wholePages(Number(bytes), size);
  return pages === undefined ? line : line.replace(`: ${bytes} bytes;`, `: ${pages * PAGE} bytes;`);
}

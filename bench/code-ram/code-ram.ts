import { readFile } from 'node:fs/promises';
import { runtimeBundle } from '../../src/cli/board-run.js';
import { guestFile, PLAN } from '../../src/cli/demo/guests.js';
import { runOnXs, SDK_DEFAULT_CREATION } from '../../src/simulator/index.js';
import { benchPath } from '../shared/paths.js';
import { loadPrograms } from '../shared/programs.js';
import { moduleCode, type Refusal } from './module-code.js';

/** What the code of one module's functions, compiled on a device, weighs there. */
export interface ModuleFigures {
  readonly name: string;
  readonly functions: number;
  /** Functions that stay interpreted. */
  readonly refused: readonly Refusal[];
  /** Bytes of WebAssembly in the code section, without those of refused functions. */
  readonly wasmBytes: number;
  /** Bytes of slots: function objects and what makes them properties. */
  readonly slotBytes: number;
  /** Bytes of chunks: code. */
  readonly chunkBytes: number;
  /** Bytes of names that neither the program has nor a module before it. */
  readonly nameBytes: number;
}

/** What apps/code-ram.js prints of a module. */
interface Measured {
  readonly slotBytes: number;
  readonly chunkBytes: number;
  readonly nameBytes: number;
  readonly refused: readonly number[];
}

/** Room for twice all of them. */
const CREATION = {
  ...SDK_DEFAULT_CREATION,
  staticBytes: 1 << 20,
  chunkBytes: 1536,
  chunkIncrementBytes: 512,
  slotCount: 512,
  stackSlots: 4096,
};

/** The modules that the limit is about: kernels and examples, by name. */
export async function limitedModules(): Promise<Map<string, string>> {
  const kernels = await loadPrograms('kernels');
  return new Map([
    ...kernels.map(({ name, file }) => [`kernel ${name}`, file] as const),
    ...PLAN.map(([name]) => [`example ${name}`, guestFile(name)] as const),
  ]);
}

/**
 * Compiles all functions of modules on XS and weighs them.
 * @param files by name
 */
export async function measureCodeRam(
  files: ReadonlyMap<string, string>,
): Promise<readonly ModuleFigures[]> {
  const names = [...files.keys()];
  const resources = Object.fromEntries(
    names.map((name) => [name.replace(' ', '-'), files.get(name)!]),
  );
  const modules = {
    wasmote: runtimeBundle(),
    'wasmote/compiled': benchPath('../dist/xs/compiled.js'),
    'wasmote/compiler': benchPath('../dist/xs/compiler.js'),
  };
  const { exitCode, stdout, stderr } = await runOnXs({
    app: benchPath('code-ram/apps/code-ram.js'),
    modules,
    preload: Object.keys(modules),
    resources,
    creation: CREATION,
    argv: Object.keys(resources),
  });
  if (exitCode !== 0) throw new Error(stderr);
  const measured = JSON.parse(stdout) as Measured[];
  return Promise.all(
    names.map(async (name, i) => {
      const { refused, ...bytes } = measured[i]!;
      const code = moduleCode(await readFile(files.get(name)!));
      return { name, ...bytes, ...code.without(refused) };
    }),
  );
}

import { readdirSync, readFileSync } from 'node:fs';
import { Exploration } from '../../src/explore/exploration.js';
import { DEFAULT_FEATURES } from '../../src/opcodes/feature.js';

export function explorationOf(
  bytes: Uint8Array,
  { consumeFuel = false, listLimit = Infinity } = {},
): Exploration {
  return new Exploration(bytes, { features: DEFAULT_FEATURES, consumeFuel, listLimit });
}

/** The indices of the functions that have a body. */
export function indicesOf({ firstFunction, endFunction }: Exploration): number[] {
  return Array.from({ length: endFunction - firstFunction }, (_, k) => firstFunction + k);
}

/** The example guests and the kernels. */
export const MODULES: readonly { name: string; bytes: Uint8Array }[] = [
  '../../examples/guests/',
  '../../bench/kernels/',
].flatMap((folder) => {
  const url = new URL(folder, import.meta.url);
  const files = readdirSync(url).filter((file) => file.endsWith('.wasm'));
  return files.map((name) => ({ name, bytes: new Uint8Array(readFileSync(new URL(name, url))) }));
});

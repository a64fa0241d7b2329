import { readdirSync, readFileSync } from 'node:fs';
import { HEADER_BYTES } from '../../src/binary/header.js';
import { Reader } from '../../src/binary/reader.js';
import { SectionId } from '../../src/binary/section-id.js';
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

/** The whole module, as its parts are printed. */
export function moduleText(exploration: Exploration): string {
  const { fields } = exploration;
  const functions = indicesOf(exploration).flatMap((index) =>
    exploration.wat(index).map(({ text }) => text),
  );
  return [fields.head(), ...fields.before(), ...functions, ...fields.after(), ')'].join('\n');
}

/** The contents of the sections, custom ones left out. */
export function sections(bytes: Uint8Array): Map<SectionId, string> {
  const contents = new Map<SectionId, string>();
  const reader = new Reader(bytes, HEADER_BYTES);
  while (reader.position < reader.end) {
    const id: SectionId = reader.u8();
    const size = reader.length();
    const start = reader.position;
    reader.skip(size);
    const content = bytes.subarray(start, reader.position);
    if (id !== SectionId.Custom) contents.set(id, Buffer.from(content).toString('hex'));
  }
  return contents;
}

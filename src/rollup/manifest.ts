/** What the manifest of an application includes so that its firmware has the guests of a bundle. */
import { isAbsolute, relative, sep } from 'node:path';
import { packageRoot } from '../simulator/package-root.js';
import { fileOf, specifierOf } from './emitted-code.js';
import type { MadeGuest } from './made-guest.js';

/** @param folder of the manifest, which is that of the bundle */
export function manifestText(guests: readonly MadeGuest[], folder: string): string {
  const compiled = guests.filter(({ settings }) => settings.form === 'compiled');
  const resources = guests.filter(({ settings }) => settings.form !== 'compiled');
  const specifiers = compiled.map(specifierOf);
  const manifest = {
    include: manifestsOf(guests).map((name) => `${pathFrom(folder, packageRoot())}/${name}`),
    ...(compiled.length > 0 && {
      modules: Object.fromEntries(
        compiled.map((guest, i) => [specifiers[i], `./${fileOf(guest)}`]),
      ),
      // In flash, code and module take no RAM.
      preload: specifiers,
    }),
    ...(resources.length > 0 && {
      data: { '*': resources.map((guest) => `./${fileOf(guest)}`) },
    }),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** Manifests of ours: the library's own, which those of its entries include. */
function manifestsOf(guests: readonly MadeGuest[]): string[] {
  const entries = new Set(guests.flatMap((guest) => guest.entries));
  const manifests = [...entries].map((entry) => `manifest_${entry.replace('wasmote/', '')}.json`);
  return manifests.length > 0 ? manifests.sort() : ['manifest.json'];
}

/** With slashes, as manifests have it; absolute only on another drive. */
function pathFrom(folder: string, path: string): string {
  const text = relative(folder, path).split(sep).join('/');
  return isAbsolute(text) || text.startsWith('..') ? text : `./${text}`;
}

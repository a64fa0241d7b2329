import type { Export } from '../binary/decoded-module.js';
import { readExport, readExportCount, readExports } from '../binary/export-section.js';
import { SectionId } from '../binary/section-id.js';
import type { ModuleCode } from './module.js';
import { openSection } from './section.js';

/** A module's exports, in order; read from its bytes anew each time. */
export function exportsOf(module: ModuleCode): Export[] {
  const reader = openSection(module, SectionId.Export);
  return reader === undefined ? [] : readExports(reader);
}

/** The export of a name; of the others nothing is kept meanwhile. */
export function findExport(module: ModuleCode, name: string): Export | undefined {
  const reader = openSection(module, SectionId.Export);
  if (reader === undefined) return undefined;
  for (let left = readExportCount(reader); left > 0; left--) {
    const found = readExport(reader);
    if (found.name === name) return found;
  }
  return undefined;
}

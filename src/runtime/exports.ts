import type { Export } from '../binary/decoded-module.js';
import { readExports } from '../binary/export-section.js';
import { SectionId } from '../binary/section-id.js';
import type { ModuleCode } from './module.js';
import { openSection } from './section.js';

/** A module's exports, in order; read from its bytes anew each time. */
export function exportsOf(module: ModuleCode): Export[] {
  const reader = openSection(module.bytes, SectionId.Export);
  return reader === undefined ? [] : readExports(reader);
}

/** The export of a name. */
export function findExport(module: ModuleCode, name: string): Export | undefined {
  return exportsOf(module).find((found) => found.name === name);
}

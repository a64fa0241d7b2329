import { readFileSync } from 'node:fs';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import loadWabt from 'wabt';
import { stripCustomSections } from './sections.js';

/**
 * Translates WebAssembly text: by wabt, or by wasm-tools where the text names a page size, which
 * wabt's npm build does not know. Neither optimises, so the module is the text.
 */
export async function buildWat(source) {
  const text = readFileSync(source, 'utf8');
  if (/\(pagesize\s/.test(text)) return stripCustomSections(await parse(text));
  const wabt = await loadWabt();
  const module = wabt.parseWat(source, text);
  try {
    return stripCustomSections(module.toBinary({ write_debug_names: false }).buffer);
  } finally {
    module.destroy();
  }
}

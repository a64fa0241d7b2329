import type { Creation } from '../boards/creation.js';

export type { Creation };

/**
 * What the SDK's `manifest_base.json` sets when a manifest does not (SDK 8.2.3, keys and parser),
 * with the heaps of `-p esp32` without a subplatform (facts measured in `docs`).
 */
export const SDK_DEFAULT_CREATION: Creation = {
  staticBytes: 0,
  chunkBytes: 32768,
  chunkIncrementBytes: 1024,
  slotCount: 2048,
  slotIncrement: 64,
  stackSlots: 384,
  keyCount: 32,
  keyIncrement: 32,
  nameModulo: 53,
  symbolModulo: 3,
  parserBufferBytes: 1024,
  parserTableModulo: 17,
};

/** The `creation` of a manifest, any part of which may be missing. */
export interface ManifestCreation {
  readonly static?: number;
  readonly chunk?: { readonly initial?: number; readonly incremental?: number };
  readonly heap?: { readonly initial?: number; readonly incremental?: number };
  readonly stack?: number;
  readonly keys?: {
    readonly initial?: number;
    readonly incremental?: number;
    readonly name?: number;
    readonly symbol?: number;
  };
  readonly parser?: { readonly buffer?: number; readonly table?: number };
  readonly main?: string;
}

/** A manifest's `creation` laid over another creation, which it need not repeat. */
export function applyManifestCreation(base: Creation, manifest: ManifestCreation): Creation {
  return {
    staticBytes: manifest.static ?? base.staticBytes,
    chunkBytes: manifest.chunk?.initial ?? base.chunkBytes,
    chunkIncrementBytes: manifest.chunk?.incremental ?? base.chunkIncrementBytes,
    slotCount: manifest.heap?.initial ?? base.slotCount,
    slotIncrement: manifest.heap?.incremental ?? base.slotIncrement,
    stackSlots: manifest.stack ?? base.stackSlots,
    keyCount: manifest.keys?.initial ?? base.keyCount,
    keyIncrement: manifest.keys?.incremental ?? base.keyIncrement,
    nameModulo: manifest.keys?.name ?? base.nameModulo,
    symbolModulo: manifest.keys?.symbol ?? base.symbolModulo,
    parserBufferBytes: manifest.parser?.buffer ?? base.parserBufferBytes,
    parserTableModulo: manifest.parser?.table ?? base.parserTableModulo,
  };
}

/** The simulator's option for each size, in the order of its `--help`. */
export const CREATION_OPTIONS: { readonly [K in keyof Creation]: string } = {
  staticBytes: 'static',
  stackSlots: 'stack',
  slotCount: 'slots',
  slotIncrement: 'slots-increment',
  chunkBytes: 'chunks',
  chunkIncrementBytes: 'chunks-increment',
  keyCount: 'keys',
  keyIncrement: 'keys-increment',
  nameModulo: 'names',
  symbolModulo: 'symbols',
  parserBufferBytes: 'parser-buffer',
  parserTableModulo: 'parser-table',
};

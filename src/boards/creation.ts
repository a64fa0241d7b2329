import type { Figure } from './figure.js';

/**
 * The sizes an XS machine is made with, as a manifest's `creation` names them; see the schema
 * `boards/board.schema.json` for each.
 */
export interface CreationFigures {
  /** `static`: one block for stack, slots and chunks; 0 for heaps of their own. */
  readonly staticBytes: Figure;
  /** `chunk.initial` */
  readonly chunkBytes: Figure;
  /** `chunk.incremental`; 0 for a heap that cannot grow. */
  readonly chunkIncrementBytes: Figure;
  /** `heap.initial` */
  readonly slotCount: Figure;
  /** `heap.incremental`; 0 for a heap that cannot grow. */
  readonly slotIncrement: Figure;
  /** `stack` */
  readonly stackSlots: Figure;
  /** `keys.initial` */
  readonly keyCount: Figure;
  /** `keys.incremental` */
  readonly keyIncrement: Figure;
  /** `keys.name` */
  readonly nameModulo: Figure;
  /** `keys.symbol` */
  readonly symbolModulo: Figure;
  /** `parser.buffer` */
  readonly parserBufferBytes: Figure;
  /** `parser.table` */
  readonly parserTableModulo: Figure;
}

/** The same sizes as plain numbers. */
export type Creation = { readonly [K in keyof CreationFigures]: number };

/** The creation sizes without their sources. */
export function creationValues(figures: CreationFigures): Creation {
  return Object.fromEntries(
    Object.entries(figures).map(([name, { value }]) => [name, value]),
  ) as Creation;
}

/**
 * What a small program takes itself, on 32-bit XS: it imports the library, loads modules from
 * resources, defines what they import and keeps instances in an array. Measured with the program of
 * test/prediction/measure.ts, by test/prediction/matrix.test.ts.
 */
import { elementsChunk, Slots } from '../budget/allocator.js';
import type { Need } from './need.js';

const PROGRAM: Need = { slots: 139, chunkBytes: 96 };

/** An element of an array of modules, and one of how many instances each is to have. */
const MODULE_BYTES = 32;

/** A module of XS that is imported: its record and the import's. */
const IMPORTED_SLOTS = 3 * Slots.Property;

/**
 * @param instances that the program keeps, an element of its array each
 * @param modules of WebAssembly
 * @param imported of them, that are modules of JavaScript
 */
export function programNeed(instances: number, modules: number, imported: number): Need {
  return {
    slots: PROGRAM.slots + imported * IMPORTED_SLOTS,
    chunkBytes: PROGRAM.chunkBytes + modules * MODULE_BYTES + elementsChunk(instances),
  };
}

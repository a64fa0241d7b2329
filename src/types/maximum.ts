/**
 * Every maximum of the implementation, with its source; those of extensions are in
 * `extensions/maximum.ts`. Those marked JS-API are the minimum that
 * every web engine accepts: https://webassembly.github.io/spec/js-api/#limits
 */

/** JS-API: bytes of a module, which may not be more. */
export const MAX_MODULE_BYTES = 1_073_741_824;
/** JS-API: locals of one function, parameters included. */
export const MAX_LOCALS = 50_000;
/**
 * Parameters of one function type: they are the first slots of a frame, and an instruction's field
 * reaches 256 of them, some of which wide frames need (JS-API allows 1,000; XS itself takes 255).
 */
export const MAX_PARAMS = 240;
/** JS-API: results of one function type. */
export const MAX_RESULTS = 1_000;
/** JS-API: functions of a module, imports included. */
export const MAX_FUNCTIONS = 1_000_000;
/** Types of a module: a function's entry has 16 bits for its own. */
export const MAX_TYPES = 65_535;
/** Globals of a module: an instruction's field has 16 bits, and a global takes up to two elements. */
export const MAX_GLOBALS = 32_767;
/** JS-API: imports, and exports, of a module. */
export const MAX_IMPORTS = 1_000_000;
export const MAX_EXPORTS = 1_000_000;
/** JS-API: data segments, and element segments, of a module. */
export const MAX_SEGMENTS = 100_000;
/** JS-API: tables, and memories, of a module. */
export const MAX_TABLES = 100_000;
export const MAX_MEMORIES = 100;
/** JS-API: bytes of one function body. */
export const MAX_BODY_BYTES = 7_654_321;
/** JS-API: elements of a table at run time. */
export const MAX_TABLE_ELEMENTS = 10_000_000;
/** Open blocks in one function: each costs the validator about 100 bytes of RAM on XS. */
export const MAX_NESTING = 50_000;
/** Bytes of a 32-bit memory of pages larger than a byte: 2^32. */
export const MAX_MEMORY_BYTES = 4_294_967_296;
/**
 * Bytes of a 32-bit memory of 1-byte pages: one below 2^32 - 1, so that the −1 of a failed
 * `memory.grow` is never also a size (Wasmtime, `Memory::allow_growth_to`).
 */
export const MAX_BYTE_PAGES = 4_294_967_294;
/** Slots of one function's frame: a header's field has 16 bits. */
export const MAX_FRAME_SLOTS = 65_535;
/**
 * Operands on the stack of one function while it is validated. A call of two bytes can push
 * MAX_RESULTS operands, so that the bytes alone do not bound the stack.
 */
export const MAX_OPERANDS = 50_000;

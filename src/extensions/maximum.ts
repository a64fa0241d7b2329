/** Every maximum of extensions, with its source; see `types/maximum.ts`. */

/** JS-API: fields of one structure, and operands of one `array.new_fixed`. */
export const MAX_FIELDS = 10_000;
/** JS-API: supertypes above a type. */
export const MAX_SUBTYPING_DEPTH = 63;
/** Different types of all modules that a program loads. */
export const MAX_DEFINED_TYPES = 1_000_000;
/** JS-API: tags of a module. */
export const MAX_TAGS = 1_000_000;
/** Elements of one array of references, and bytes of one of numbers. */
export const MAX_ARRAY_ELEMENTS = 10_000_000;
export const MAX_ARRAY_BYTES = 268_435_456;

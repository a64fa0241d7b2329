/**
 * RAM in bytes, by what it is for: what XS takes of its heap on a board, where a slot has 16 bytes and
 * a chunk a header and whole words. What the runtime keeps in slots are engine objects, whatever for;
 * but a module's types are metadata.
 */
export interface MemoryUsage {
  /** The bytes that guests see, in chunks. */
  readonly linearMemory: number;
  /** The chunks of the elements of tables. */
  readonly tables: number;
  /** The chunks of the values of globals. */
  readonly globals: number;
  /** The chunk of the stack that the interpreter runs on. */
  readonly valueStack: number;
  /** Register code, and JavaScript that was compiled on the device. */
  readonly code: number;
  /** Types, and the sections of a module that are kept. */
  readonly metadata: number;
  /** The objects that hold all that: stores, modules, instances, functions, views. */
  readonly engineObjects: number;
}

/** The kinds of {@link MemoryUsage}, in the order in which tables show them. */
export const USAGE_KINDS: readonly (keyof MemoryUsage)[] = Object.freeze([
  'linearMemory',
  'tables',
  'globals',
  'valueStack',
  'code',
  'metadata',
  'engineObjects',
] as const);

/** What the kinds are called in tables with narrow columns. */
export const KIND_NAMES: Readonly<Record<keyof MemoryUsage, string>> = Object.freeze({
  linearMemory: 'memory',
  tables: 'tables',
  globals: 'globals',
  valueStack: 'stack',
  code: 'code',
  metadata: 'metadata',
  engineObjects: 'objects',
});

/** All kinds together, in bytes. */
export function totalUsage(usage: MemoryUsage): number {
  return USAGE_KINDS.reduce((sum, kind) => sum + usage[kind], 0);
}

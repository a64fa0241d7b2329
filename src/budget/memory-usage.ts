/**
 * RAM in bytes, by what it is for. Sizes are what XS takes of its heap for it: slots of 16 bytes, and
 * chunks with their headers, rounded up.
 */
export interface MemoryUsage {
  /** Linear memories: the bytes that guests see, and the chunks they lie in. */
  readonly linearMemory: number;
  /** Elements of tables. */
  readonly tables: number;
  /** Values of globals, imported and exported ones included. */
  readonly globals: number;
  /** The stack that the interpreter runs on, references on it included. */
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

/** All kinds together, in bytes. */
export function totalUsage(usage: MemoryUsage): number {
  return USAGE_KINDS.reduce((sum, kind) => sum + usage[kind], 0);
}

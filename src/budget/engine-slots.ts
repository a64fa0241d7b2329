/* eslint-disable @typescript-eslint/no-duplicate-enum-values -- different things take as much */
/** Slots of XS's heap that the runtime's own objects take; what they hold in chunks comes on top. */
export const enum EngineSlots {
  /** Its 25 properties, the stack's buffer and views, its lists; and what these have of chunks. */
  Store = 51,
  /** With `store` and `module`. */
  Instance = 3,
  /** An array and the instance's property that it is in. */
  ArrayProperty = 3,
  MemoryProperty = 1,
  /** With its buffer and view. */
  Memory = 10,
  /** With the array of its elements. */
  Table = 7,
  Global = 4,
  Tag = 2,
  /** A function as a value, beside its element in the list of them. */
  Function = 3,
  /** `InstanceExtras`, its list of memories, and the property that it is in. */
  Extras = 7,
  /** A set of segments: view and buffer. */
  SegmentSet = 7,
}

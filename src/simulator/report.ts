/** The simulator's exit codes; one for every way to end. */
export const SimulatorExit = {
  ok: 0,
  /** An exception nobody caught, or a rejection nobody handled. */
  exception: 1,
  /** Wrong options, or a file that cannot be read. */
  usage: 2,
  /** What would fail on the build machine: a syntax error, an exception while preloading. */
  build: 3,
  memoryFull: 10,
  stackOverflow: 11,
  /** Not enough keys, dead strip, and whatever else aborts XS. */
  abort: 12,
  /** A preloaded object was written to where XS does not check. */
  flashWrite: 13,
} as const;

/** What the running machine holds; bytes unless the name says otherwise. */
export interface HeapFigures {
  /** Bytes in one slot: 16 as on boards, 32 in a 64-bit simulator. */
  readonly slotSize: number;
  /** In use, garbage that is not yet collected included. */
  readonly slotBytes: number;
  readonly chunkBytes: number;
  /** Reserved. */
  readonly slotHeapBytes: number;
  readonly chunkHeapBytes: number;
  readonly stackBytes: number;
  readonly stackPeakSlots: number;
  /** What slots and chunks can still take. */
  readonly freeBytes: number;
  /** Of the static block, what neither slots nor chunks have taken yet. */
  readonly unreservedBytes: number;
  /** Tables of keys, names, symbols and aliases; outside XS's heaps, in the board's system memory. */
  readonly tableBytes: number;
  /** Names made at run time, a slot each. */
  readonly keyCount: number;
  /** Variables and objects of preloaded modules that may be written, 4 bytes each (1 is always there). */
  readonly aliasCount: number;
  readonly collections: number;
  readonly peakSlotBytes: number;
  readonly peakChunkBytes: number;
}

/** What lies in flash beside the engine's machine code. */
export interface FlashFigures {
  readonly slotBytes: number;
  /** Strings, arrays and the bytecode of preloaded functions. */
  readonly chunkBytes: number;
  /** Bytecode of modules that are not preloaded. */
  readonly codeBytes: number;
  readonly nameBytes: number;
}

/** One module of the program. */
export interface ModuleFigures {
  readonly name: string;
  /** XS bytecode of the whole module. */
  readonly codeBytes: number;
  readonly preloaded: boolean;
  /** A module of the SDK, or `sim`. */
  readonly builtIn: boolean;
}

/** What the simulator measured in one run. */
export interface Report {
  readonly exitCode: number;
  readonly pointerBits: 32 | 64;
  readonly flash: FlashFigures;
  /** The part of `flash` that XS's built-ins and the SDK's modules take. */
  readonly flashBase: FlashFigures;
  readonly modules: readonly ModuleFigures[];
  /** Before the application's main module is imported. */
  readonly atMain?: HeapFigures;
  readonly atEnd?: HeapFigures;
}

import type { BudgetCheck } from './budget-check.js';

/**
 * What `import guest from './guest.wasm'` gives: the module's bytes, to be loaded with `new Module`; a
 * precompiled image of it, for `Module.deserialize`; or a `Module` whose functions are compiled
 * JavaScript, which a firmware preloads.
 */
export type GuestForm = 'bytes' | 'image' | 'compiled';

/** How binaryen makes guests smaller. */
export interface OptimizeSettings {
  /** Drop the names of functions, and what tools left of themselves; default: false. */
  readonly strip?: boolean;
}

/**
 * How memories of 64 KiB pages become memories of the bytes that a guest needs: the options of
 * `wasmote repage`. All sizes in bytes.
 */
export interface RepageSettings {
  /**
   * For the shadow stack, where compilers keep what has an address. Default: what the functions need,
   * where that can be told, otherwise what the guest has.
   */
  readonly stackBytes?: number;
  /** For the heap, from the start; it grows beyond that when asked for more. Default: 0. */
  readonly heapBytes?: number;
  /** Where static data and stack end and the heap begins, where the guest does not say. */
  readonly heapBase?: number;
  /** Sizes of whole memories, by their indices, where nothing tells how much of them is used. */
  readonly sizes?: readonly number[];
  /** Leave `memory.size` and `memory.grow` as they are, for code that counts bytes; default: false. */
  readonly byteUnits?: boolean;
  /**
   * Run the exports before and after on the same inputs, and fail the build where they differ;
   * default: false.
   */
  readonly verify?: boolean;
}

/** What is done with a guest. */
export interface GuestOptions {
  /** What the import gives; default: `'bytes'`. */
  readonly form?: GuestForm;
  /**
   * What runs its functions on the device, of bytes and images: the interpreter, or the compiler that
   * `wasmote/compiler` adds. It says of which kind an image is, and what a budget reckons with. The
   * import brings `wasmote/compiler`; the firmware needs XS's parser. Default: `'interpreter'`.
   */
  readonly engine?: 'interpreter' | 'compiler';
  /**
   * Give it memories of the bytes that it needs, where it has some of 64 KiB pages, and say what was
   * found; default: false. The build fails where what it needs is not certain.
   */
  readonly repage?: boolean | RepageSettings;
  /** Make it smaller with binaryen's passes for size, as `wasmote optimize` does; default: false. */
  readonly optimize?: boolean | OptimizeSettings;
  /** Code counts fuel, for engines of `Config.consumeFuel(true)`; default: false. */
  readonly fuel?: boolean;
  /** Allow every power of two up to 65536 as page size of memories; default: false. */
  readonly anyPageSize?: boolean;
}

/** What the plugin is given: how guests are made, unless something else is said of one of them. */
export interface WasmotePluginOptions extends GuestOptions {
  /**
   * Where the bundle runs. `'xs'`, the default: in a firmware. Bytes and images are resources, compiled
   * modules are files of their own, to be preloaded; all of them lie in flash, and a manifest names
   * them. `'any'`: on Node and everywhere. The bundle itself has all that guests are; on a device
   * they would take RAM.
   */
  readonly target?: 'xs' | 'any';
  /**
   * What is to be different for one guest. What the import says itself, as in
   * `'./guest.wasm?form=image&fuel'`, goes before.
   *
   * @param file the absolute path of the guest
   * @returns options for it; false leaves it to other plugins
   */
  readonly guest?: (file: string) => GuestOptions | false | undefined;
  /**
   * The board that the bundle is for, one of `wasmote boards`: compiled code makes use of what its
   * memory cannot have. Default: any board.
   */
  readonly board?: string;
  /** Fails the build when the guests do not fit a board; default: nothing is checked. */
  readonly budget?: BudgetCheck;
  /**
   * The file that the bundle gets for `include` of the application's manifest, which names the guests
   * and the parts of wasmote that they need; false for none. Only of target `'xs'`. Default:
   * `'manifest_guests.json'`.
   */
  readonly manifest?: string | false;
}

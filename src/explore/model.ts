/** One line of one of the columns. */
export interface Line {
  /**
   * Where it is: in the text format the byte offset in the module, in register code the word, in
   * JavaScript the line's number in its function.
   */
  readonly at: number;
  readonly text: string;
  /**
   * Byte offsets of the instructions that caused it, ascending: those of the WAT lines to which it
   * belongs. A WAT line has its own.
   */
  readonly offsets: readonly number[];
}

/** A function in all its forms. */
export interface FunctionView {
  /** In the function index space, imports counted. */
  readonly index: number;
  /** What people call it: its name, or that of an export; never empty. */
  readonly name: string;
  readonly wat: readonly Line[];
  readonly registers: readonly Line[];
  /** Absent where none is made. */
  readonly javascript?: readonly Line[];
  readonly sizes: FunctionSizes;
}

/** How much a function is of each form; one that is not made is undefined. */
export interface FunctionSizes {
  /** Of the function's body, its locals included. */
  readonly wasmBytes: number;
  /** Of its register code, its entry included. */
  readonly registerBytes: number;
  /** Of its JavaScript. */
  readonly javascriptChars: number | undefined;
}

/** What sizes count, in the order of `sizeList`. */
export const SIZE_UNITS: readonly string[] = ['B wasm', 'B registers', 'chars JS'];

export function sizeList({ wasmBytes, registerBytes, javascriptChars }: FunctionSizes): number[] {
  const sizes = [wasmBytes, registerBytes];
  return javascriptChars === undefined ? sizes : [...sizes, javascriptChars];
}

/** `64 B wasm, 76 B registers`. */
export function sizesText(sizes: FunctionSizes): string {
  const counts = sizeList(sizes).map((size) => size.toLocaleString('en-US'));
  return counts.map((count, i) => `${count} ${SIZE_UNITS[i]}`).join(', ');
}

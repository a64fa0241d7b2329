import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A guest as its toolchain made it, in pages of 64 KiB. */
export interface RawGuest {
  readonly name: string;
  readonly source: string;
  readonly toolchain: string;
  /** What was typed, without source and output. */
  readonly command: string;
  /** Which of the index's scripts says what calls give. */
  readonly script: string;
  /** What repage is told, in bytes; `size` is of each memory. */
  readonly repage?: {
    readonly stack?: number;
    readonly heap?: number;
    readonly heapBase?: number;
    readonly size?: readonly number[];
  };
  /** Instead: what repage says when it is told nothing, and refuses. */
  readonly refused?: string;
}

/** One line of a script: `sum(1, 2) = 3`, `reset()` without a result, `load(-1) traps`. */
export interface ScriptCall {
  readonly text: string;
  readonly call: string;
  readonly args: number[];
}

const FOLDER = new URL('./guests/', import.meta.url);

const index: { scripts: Record<string, string[]>; guests: RawGuest[] } = JSON.parse(
  readFileSync(new URL('index.json', FOLDER), 'utf8'),
);

export const rawGuests = index.guests;

export const pathOf = (file: string): string => fileURLToPath(new URL(file, FOLDER));

export const bytesOf = ({ name }: RawGuest): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(readFileSync(pathOf(`${name}.wasm`)));

export const scriptOf = ({ script }: RawGuest): ScriptCall[] =>
  index.scripts[script]!.map((text) => {
    const [, call, args] = /^(\w+)\(([^)]*)\)/.exec(text)!;
    return { text, call: call!, args: args!.split(',').filter(Boolean).map(Number) };
  });

/** The script's lines as an instance makes them; `call` throws whatever that engine traps with. */
export function play(
  script: readonly ScriptCall[],
  call: (name: string, args: number[]) => unknown,
  isTrap: (thrown: unknown) => boolean,
): string[] {
  return script.map(({ text, call: name, args }) => {
    const [called] = /^\w+\([^)]*\)/.exec(text)!;
    try {
      const result = call(name, args);
      return result === undefined ? called : `${called} = ${result}`;
    } catch (thrown) {
      if (!isTrap(thrown)) throw thrown;
      return `${called} traps`;
    }
  });
}

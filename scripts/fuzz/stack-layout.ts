/** What the modules of `stack-module.ts` declare; their functions' bodies refer to it. */
import { ValueType } from '../../src/types/value-type.js';
import type { Random } from './random.js';

export const NUMBERS = [ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64] as const;
export const REFERENCES = [ValueType.FuncRef, ValueType.ExternRef] as const;

export interface Signature {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

export interface GlobalVariable {
  readonly type: ValueType;
  readonly mutable: boolean;
  readonly exported: boolean;
  /** Whether random code leaves it alone. */
  readonly reserved?: boolean;
}

/** A memory's type, and how many bytes it has at first. */
export interface MemoryShape {
  readonly pages: number;
  /** As many as at first, more, or any number. */
  readonly mostPages: number | undefined;
  /** Whether its pages are of one byte. */
  readonly bytePages: boolean;
  /** Whether its addresses are 64-bit. */
  readonly is64: boolean;
  readonly bytes: number;
}

export interface Layout {
  /** Blocks add theirs. */
  readonly types: Signature[];
  /** By function: its type; imports come first. */
  readonly functions: readonly number[];
  readonly imports: number;
  readonly globals: readonly GlobalVariable[];
  /** The global that counts down, so that everything ends. */
  readonly counter: number;
  /** The global that sums up what is not used for anything else. */
  readonly sum: number;
  /** Globals for floats whose bits are seen. */
  readonly cleanGlobals: Readonly<Record<ValueType.F32 | ValueType.F64, number>>;
  /** Functions that return the float they are given; the last two. */
  readonly identities: Readonly<Record<ValueType.F32 | ValueType.F64, number>>;
  readonly memories: readonly MemoryShape[];
  /** Element types: the first two are of funcref, the third of externref. */
  readonly tables: readonly ValueType[];
  /** Whether the first global, the first memory and the first table are imported. */
  readonly importsGlobal: boolean;
  readonly importsMemory: boolean;
  readonly importsTable: boolean;
  /** Passive or active; any may be named. */
  readonly dataSegments: number;
  readonly elementSegments: number;
  /** Whether more than Node 20 knows may be used. */
  readonly newer: boolean;
}

/** Where the counter begins. */
export const COUNTER_START = 200;
export const TABLE_SIZE = 10;

export function someType(random: Random): ValueType {
  return random.once(8) ? random.pick(REFERENCES) : random.pick(NUMBERS);
}

export function someTypes(random: Random, most: number): ValueType[] {
  return Array.from({ length: random.next(most + 1) }, () => someType(random));
}

/** Large enough for the data segments. */
const BYTE_SIZES = [250, 300, 1021, 1024, 4097, 40_000, 65_535, 65_537];

function shape(random: Random, newer: boolean): MemoryShape {
  const bytePages = newer && !random.once(3);
  const pages = bytePages ? random.pick(BYTE_SIZES) : 1;
  const more = bytePages ? random.next(3000) : 2;
  const mostPages = random.pick([pages, pages + more, pages + more, undefined]);
  const is64 = newer && random.once(3);
  return { pages, mostPages, bytePages, is64, bytes: bytePages ? pages : 65536 };
}

export function layoutOf(random: Random, newer: boolean): Layout {
  const types: Signature[] = [
    { params: [], results: [] },
    { params: [ValueType.I32], results: [ValueType.I32] },
    { params: [ValueType.F32], results: [ValueType.F32] },
    { params: [ValueType.F64], results: [ValueType.F64] },
  ];
  for (let i = random.next(6); i >= 0; i--) {
    const many = random.once(6);
    types.push({
      params: someTypes(random, many ? 12 : 4),
      results: someTypes(random, many ? 9 : 2),
    });
  }
  // An equal type under another index: calls must not tell them apart.
  types.push(random.pick(types));
  const imports = 1 + random.next(2);
  const functions = Array.from({ length: imports + 1 + random.next(5) }, () =>
    random.next(types.length),
  );
  const identities = { [ValueType.F32]: functions.length, [ValueType.F64]: functions.length + 1 };
  functions.push(2, 3);
  const importsGlobal = random.once(4);
  const globals: GlobalVariable[] = importsGlobal
    ? [{ type: someType(random), mutable: random.once(2), exported: true }]
    : [];
  const counter = globals.length;
  const own = { mutable: true, exported: false, reserved: true };
  globals.push({ type: ValueType.I32, ...own });
  for (const type of [...NUMBERS, ...NUMBERS, ...REFERENCES]) {
    globals.push({ type, mutable: !random.once(4), exported: random.once(2) });
  }
  const sum = globals.length;
  globals.push({ type: ValueType.I32, ...own, exported: true });
  const cleanGlobals = { [ValueType.F32]: globals.length, [ValueType.F64]: globals.length + 1 };
  globals.push({ type: ValueType.F32, ...own }, { type: ValueType.F64, ...own });
  return {
    types,
    functions,
    imports,
    globals,
    counter,
    sum,
    cleanGlobals,
    identities,
    memories: Array.from({ length: newer ? 1 + random.next(3) : 1 }, () => shape(random, newer)),
    importsGlobal,
    importsMemory: random.once(4),
    importsTable: random.once(4),
    tables: [ValueType.FuncRef, ValueType.FuncRef, ValueType.ExternRef],
    dataSegments: 3,
    elementSegments: 3,
    newer,
  };
}

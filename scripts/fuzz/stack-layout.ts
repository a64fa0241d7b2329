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
}

export interface Layout {
  /** Blocks add theirs. */
  readonly types: Signature[];
  /** By function: its type; imports come first. */
  readonly functions: readonly number[];
  readonly imports: number;
  /** The first counts down, so that everything ends. */
  readonly globals: readonly GlobalVariable[];
  readonly memories: number;
  /** Element types: the first two are of funcref, the third of externref. */
  readonly tables: readonly ValueType[];
  /** Passive or active; any may be named. */
  readonly dataSegments: number;
  readonly elementSegments: number;
  /** Whether more than Node 20 knows may be used. */
  readonly newer: boolean;
}

/** Of the global that counts down. */
export const COUNTER = 0;
export const COUNTER_START = 200;
export const TABLE_SIZE = 10;

export function someType(random: Random): ValueType {
  return random.once(8) ? random.pick(REFERENCES) : random.pick(NUMBERS);
}

export function someTypes(random: Random, most: number): ValueType[] {
  return Array.from({ length: random.next(most + 1) }, () => someType(random));
}

export function layoutOf(random: Random, newer: boolean): Layout {
  const types: Signature[] = [
    { params: [], results: [] },
    { params: [ValueType.I32], results: [ValueType.I32] },
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
  const globals: GlobalVariable[] = [{ type: ValueType.I32, mutable: true, exported: false }];
  for (const type of [...NUMBERS, ...NUMBERS, ...REFERENCES]) {
    globals.push({ type, mutable: !random.once(4), exported: random.once(2) });
  }
  return {
    types,
    functions,
    imports,
    globals,
    memories: newer ? 2 + random.next(2) : 1,
    tables: [ValueType.FuncRef, ValueType.FuncRef, ValueType.ExternRef],
    dataSegments: 3,
    elementSegments: 3,
    newer,
  };
}

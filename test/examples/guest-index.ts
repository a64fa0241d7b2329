import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Value } from './references.js';

export type ValueType = 'i32' | 'i64' | 'f32' | 'f64';

/** A value as index.json has it: an i64 is a string of decimal digits, everything else a number. */
export type JsonValue = number | string;

export interface Signature {
  readonly name: string;
  readonly params: ValueType[];
  readonly results: ValueType[];
}

export interface Call {
  readonly call: string;
  readonly args: JsonValue[];
  /** `null` where the export has no result. */
  readonly result: JsonValue | null;
}

export interface Guest {
  readonly name: string;
  readonly file: string;
  readonly source: string;
  readonly language: 'C' | 'AssemblyScript' | 'WAT';
  readonly does: string;
  readonly memoryBytes: number;
  readonly imports: (Signature & { module: string })[];
  readonly exports: Signature[];
  readonly sequence: Call[];
  /** The calls of host functions from instantiation to the end of the sequence. */
  readonly hostCalls?: { import: string; args: JsonValue[] }[];
  /** Calls that trap, for after the sequence. */
  readonly traps?: { call: string; args: JsonValue[]; trap: string }[];
}

export const GUESTS = new URL('../../examples/guests/', import.meta.url);

export const guests: Guest[] = JSON.parse(
  readFileSync(new URL('index.json', GUESTS), 'utf8'),
).guests;

export const pathOf = (file: string) => fileURLToPath(new URL(file, GUESTS));

export const toValue = (json: JsonValue): Value => (typeof json === 'string' ? BigInt(json) : json);

export const toJson = (value: Value | null | undefined): JsonValue | null =>
  typeof value === 'bigint' ? String(value) : (value ?? null);

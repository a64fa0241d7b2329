/**
 * The types of all modules, each of several equal ones once, with a number by which references name it.
 * https://webassembly.github.io/spec/core/valid/conventions.html#rolling-and-unrolling
 *
 * They are never dropped: what a program loads over and over has the same types each time, and
 * MAX_DEFINED_TYPES bounds what different modules add. Lists and no Map, which on XS could not change
 * once a program that was preloaded has one.
 */
import { tooMany } from '../../errors/compile-errors.js';
import { MAX_DEFINED_TYPES } from '../maximum.js';
import type { FunctionType } from '../../types/function-type.js';
import type { ValueType } from '../../types/value-type.js';
import { Composite, DefinedType, fieldType, isMutable, storageOf } from './defined-type.js';

/** While a group is read, references to its own types have numbers from here on. */
export const OWN = 0x400000;

const BUCKETS = 16;

/** The numbers of types, `starts[group]` the first of each group's; groups of one hash are linked. */
interface Registry {
  readonly types: FunctionType[];
  readonly starts: number[];
  readonly hashes: number[];
  readonly next: number[];
  readonly heads: number[];
  /** Cannot be written where all this was preloaded, with modules that were compiled ahead of time. */
  readonly probe: Uint8Array;
}

let registry: Registry | undefined;

function open(): Registry {
  return (registry ??= {
    types: [],
    starts: [],
    hashes: [],
    next: [],
    heads: new Array<number>(BUCKETS).fill(-1),
    probe: new Uint8Array(1),
  });
}

/** What was preloaded lies in flash, where XS does not check who writes to a list: it is copied. */
function openToWrite(): Registry {
  const found = open();
  try {
    found.probe[0] = 0;
    return found;
  } catch {
    const { types, starts, hashes, next, heads } = found;
    registry = {
      types: types.slice(),
      starts: starts.slice(),
      hashes: hashes.slice(),
      next: next.slice(),
      heads: heads.slice(),
      probe: new Uint8Array(1),
    };
    return registry;
  }
}

/** The number of the type that references of a type point at; negative for those with a code. */
export function idOfReference(type: ValueType): number {
  return type < 0 ? (-type - 1) >> 1 : -1;
}

export function typeAt(id: number): FunctionType {
  return registry!.types[id]!;
}

/** The number of a type; a plain function type gets one when it is first asked for. */
export function idOf(type: FunctionType): number {
  if (type.id !== undefined) return type.id;
  const found = find([type]);
  return found < 0 ? add([type], 0) : found;
}

/**
 * The first number of a group that is equal to one whose references to its own types are relative.
 * @returns −1 where there is none
 */
export function find(group: readonly FunctionType[]): number {
  const { types, starts, hashes, next, heads } = open();
  const shape = shapeOf(group, OWN);
  const hash = hashOf(shape);
  for (let at = heads[hash & (BUCKETS - 1)]!; at >= 0; at = next[at]!) {
    if (hashes[at] !== hash) continue;
    const start = starts[at]!;
    const end = start + group.length;
    if ((starts[at + 1] ?? types.length) !== end) continue;
    const other = shapeOf(types.slice(start, end), start);
    if (areEqual(shape, other)) return start;
  }
  return -1;
}

function areEqual(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}

/**
 * Adds a group whose references are all to numbers that exist, or relative to it.
 * @returns its first number
 */
export function add(group: readonly FunctionType[], offset: number): number {
  const { types, starts, hashes, next, heads } = openToWrite();
  const start = types.length;
  if (start + group.length > MAX_DEFINED_TYPES) throw tooMany('types in all modules', offset);
  const hash = hashOf(shapeOf(group, OWN));
  starts.push(start);
  hashes.push(hash);
  next.push(heads[hash & (BUCKETS - 1)]!);
  heads[hash & (BUCKETS - 1)] = starts.length - 1;
  for (const type of group) types.push(type);
  return start;
}

/** How many types the group has that begins with a number. */
export function groupSize(start: number): number {
  const { types, starts } = open();
  return (starts[starts.indexOf(start) + 1] ?? types.length) - start;
}

/** Takes back the group that was added last. */
export function removeLast(): void {
  const { types, starts, hashes, next, heads } = open();
  types.length = starts.pop()!;
  heads[hashes.pop()! & (BUCKETS - 1)] = next.pop()!;
}

/**
 * All that makes two groups equal, as numbers. Loops, because a function for each would take XS's stack
 * where types are compared while functions are compiled.
 * @param own number of the group's first type
 */
function shapeOf(group: readonly FunctionType[], own: number): number[] {
  const shape: number[] = [];
  const end = own + group.length;
  for (let i = 0; i < group.length; i++) {
    const type = group[i]!;
    if (type instanceof DefinedType) {
      const { composite, isFinal, supertype } = type;
      shape.push(composite, isFinal ? 1 : 0, relative(supertype, own, end));
    } else shape.push(Composite.Function, 1, -1);
    pushTypes(shape, type.params, own, end);
    pushTypes(shape, type.results, own, end);
    const fields = type instanceof DefinedType ? type.fields : undefined;
    if (fields === undefined) continue;
    shape.push(fields.length);
    for (let k = 0; k < fields.length; k++) {
      const storage = relativeType(storageOf(fields[k]!) as ValueType, own, end);
      shape.push(fieldType(storage, isMutable(fields[k]!)));
    }
  }
  return shape;
}

function pushTypes(shape: number[], types: readonly ValueType[], own: number, end: number): void {
  shape.push(types.length);
  for (let i = 0; i < types.length; i++) shape.push(relativeType(types[i]!, own, end));
}

function relative(id: number, own: number, end: number): number {
  return id >= own && id < end ? id - own + OWN : id;
}

/** References have their numbers, from −1 on, two a type. */
function relativeType(type: ValueType, own: number, end: number): number {
  if (type >= 0) return type;
  const id = idOfReference(type);
  return type + 2 * (id - relative(id, own, end));
}

function hashOf(shape: readonly number[]): number {
  let hash = shape.length;
  for (let i = 0; i < shape.length; i++) {
    hash = Math.imul(hash ^ shape[i]!, 0x01000193) ^ (hash >>> 15);
  }
  return hash;
}

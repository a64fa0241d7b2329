/** https://webassembly.github.io/spec/core/exec/instructions.html#aggregate-instructions */
import { type RuntimeError, trap } from '../../errors/errors.js';
import { TrapCode } from '../../errors/trap-code.js';
import { bitsCarried, carryF32 } from '../../numeric/bits.js';
import type { Instance } from '../../runtime/instance.js';
import { dataOf, elementsOf, readItems } from '../../runtime/segment.js';
import type { Store } from '../../runtime/store.js';
import { ValueType } from '../../types/value-type.js';
import { storageOf } from '../function-references/defined-type.js';
import { nullReference } from '../function-references/handlers.js';
import { elementBytes, newArray } from './allocate.js';
import { structuredType } from './structure-handlers.js';
import { type ArrayObject, typeOf } from './value.js';

type MaybeArray = ArrayObject | null;

/** An element as `data` has it. */
function stored(array: ArrayObject, value: any): any {
  return storageOf(typeOf(array).fields![0]!) === ValueType.F32
    ? bitsCarried(value as number)
    : value;
}

/** How many places of `data` an element takes: 2 for an i64. */
function step(array: ArrayObject): number {
  return storageOf(typeOf(array).fields![0]!) === ValueType.I64 ? 2 : 1;
}

/** The length in places of `data` that a range ends at. @throws RuntimeError */
function place(array: MaybeArray, index: number, scale = 1): number {
  if (array === null) throw nullReference('array ');
  const at = (index >>> 0) * scale;
  if (at >= array.data.length) throw outOfBounds();
  return at;
}

function checkRange(array: MaybeArray, start: number, count: number): asserts array is ArrayObject {
  if (array === null) throw nullReference('array ');
  if (start + count > array.data.length / step(array)) throw outOfBounds();
}

function outOfBounds(): RuntimeError {
  return trap(TrapCode.OutOfBoundsArrayAccess, 'out of bounds array access');
}

/** Instructions on ranges cost a unit for each element, before anything happens. */
function charge(store: Store, count: number): void {
  if (store.settings.consumeFuel) store.consumeFuel(count);
}

export function arrayNew(instance: Instance, x: number, value: unknown, length: number): object {
  const array = newArray(instance.store, structuredType(instance, x), length >>> 0);
  array.data.fill(stored(array, value));
  return array;
}

export function arrayNew64(
  instance: Instance,
  x: number,
  low: number,
  high: number,
  length: number,
): object {
  const array = newArray(instance.store, structuredType(instance, x), length >>> 0);
  fillPairs(array, 0, low, high, length >>> 0);
  return array;
}

export function arrayNewDefault(instance: Instance, x: number, length: number): ArrayObject {
  return newArray(instance.store, structuredType(instance, x), length >>> 0);
}

/** Sets elements from `x` on; the array is the last operand. */
export function arrayFillTop(_instance: Instance, x: number, ...values: unknown[]): object {
  return fill(values.pop() as ArrayObject, x, values);
}

/** Sets elements from an index on; of an i64, the values are its halves. */
export function fill(array: ArrayObject, index: number, values: readonly unknown[]): ArrayObject {
  let at = index * step(array);
  for (let i = 0; i < values.length; i++) array.data[at++] = stored(array, values[i]);
  return array;
}

export function arrayGet(
  _instance: Instance,
  _x: number,
  array: MaybeArray,
  index: number,
): unknown {
  const at = place(array, index);
  return array!.data[at];
}

export function arrayGet64(
  { store }: Instance,
  _x: number,
  array: MaybeArray,
  index: number,
): unknown {
  const at = place(array, index, 2);
  store.high = array!.data[at + 1] as number;
  return array!.data[at];
}

export function arrayGetF32(
  _instance: Instance,
  _x: number,
  array: MaybeArray,
  index: number,
): number {
  const at = place(array, index);
  return carryF32(array!.data[at] as number);
}

/** An unsigned element. @param x the mask of its bits */
export function arrayGetMasked(
  _instance: Instance,
  x: number,
  array: MaybeArray,
  index: number,
): number {
  const at = place(array, index);
  return (array!.data[at] as number) & x;
}

export function arraySet(
  _instance: Instance,
  _x: number,
  array: MaybeArray,
  index: number,
  value: unknown,
): void {
  const at = place(array, index);
  array!.data[at] = stored(array!, value);
}

export function arraySet64(
  _instance: Instance,
  _x: number,
  array: MaybeArray,
  index: number,
  low: number,
  high: number,
): void {
  const at = place(array, index, 2);
  array!.data[at] = low;
  array!.data[at + 1] = high;
}

export function arrayLen(_instance: Instance, _x: number, array: MaybeArray): number {
  if (array === null) throw nullReference('array ');
  return array.data.length / step(array);
}

export function arrayFill(
  { store }: Instance,
  _x: number,
  array: MaybeArray,
  index: number,
  value: unknown,
  length: number,
): void {
  const start = index >>> 0;
  const count = length >>> 0;
  checkRange(array, start, count);
  charge(store, count);
  array.data.fill(stored(array, value), start, start + count);
}

export function arrayFill64(
  { store }: Instance,
  _x: number,
  array: MaybeArray,
  index: number,
  low: number,
  high: number,
  length: number,
): void {
  const start = index >>> 0;
  const count = length >>> 0;
  checkRange(array, start, count);
  charge(store, count);
  fillPairs(array, start, low, high, count);
}

function fillPairs(
  { data }: ArrayObject,
  start: number,
  low: number,
  high: number,
  count: number,
): void {
  const end = 2 * (start + count);
  for (let at = 2 * start; at < end; at += 2) {
    data[at] = low;
    data[at + 1] = high;
  }
}

export function arrayCopy(
  { store }: Instance,
  _x: number,
  to: MaybeArray,
  toIndex: number,
  from: MaybeArray,
  fromIndex: number,
  length: number,
): void {
  const count = length >>> 0;
  const target = toIndex >>> 0;
  const source = fromIndex >>> 0;
  if (to === null || from === null) throw nullReference('array ');
  checkRange(to, target, count);
  checkRange(from, source, count);
  charge(store, count);
  const scale = step(to);
  const end = (source + count) * scale;
  if (to === from) {
    to.data.copyWithin(target * scale, source * scale, end);
    return;
  }
  const shift = (target - source) * scale;
  for (let at = source * scale; at < end; at++) to.data[at + shift] = from.data[at];
}

export function arrayNewData(
  instance: Instance,
  x: number,
  offset: number,
  length: number,
  segment: number,
): object {
  const type = structuredType(instance, x);
  const bytes = (length >>> 0) * elementBytes(storageOf(type.fields![0]!));
  const data = dataBytes(instance, segment, offset >>> 0, bytes);
  const array = newArray(instance.store, type, length >>> 0);
  bytesOf(array, 0, bytes).set(data);
  return array;
}

export function arrayInitData(
  instance: Instance,
  x: number,
  array: MaybeArray,
  index: number,
  offset: number,
  length: number,
): void {
  const start = index >>> 0;
  const count = length >>> 0;
  checkRange(array, start, count);
  const size = elementBytes(storageOf(typeOf(array).fields![0]!));
  const data = dataBytes(instance, x, offset >>> 0, count * size);
  charge(instance.store, count);
  bytesOf(array, start * size, count * size).set(data);
}

/** @throws RuntimeError out of bounds memory access */
function dataBytes(instance: Instance, segment: number, offset: number, bytes: number): Uint8Array {
  const { start, size } = dataOf(instance, segment);
  if (offset + bytes > size) throw trap(TrapCode.OutOfBoundsMemoryAccess);
  return instance.module.bytes.subarray(start + offset, start + offset + bytes);
}

/** A range of the bytes that an array's numbers are in. */
function bytesOf({ data }: ArrayObject, start: number, count: number): Uint8Array {
  return new Uint8Array((data as unknown as Int32Array).buffer, start, count);
}

export function arrayNewElem(
  instance: Instance,
  x: number,
  offset: number,
  length: number,
  segment: number,
): object {
  const type = structuredType(instance, x);
  const elements = elementsOf(instance, segment);
  // Before there is an array.
  if ((offset >>> 0) + (length >>> 0) > elements.count) {
    throw trap(TrapCode.OutOfBoundsTableAccess);
  }
  const array = newArray(instance.store, type, length >>> 0);
  readItems(instance, elements, offset >>> 0, length >>> 0, array.data, 0, false);
  return array;
}

export function arrayInitElem(
  instance: Instance,
  x: number,
  array: MaybeArray,
  index: number,
  offset: number,
  length: number,
): void {
  const start = index >>> 0;
  const count = length >>> 0;
  checkRange(array, start, count);
  charge(instance.store, count);
  readItems(instance, elementsOf(instance, x), offset >>> 0, count, array.data, start, false);
}

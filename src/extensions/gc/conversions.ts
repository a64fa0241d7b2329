/**
 * References between guests and the host. Structures and arrays are opaque to the host: frozen objects
 * without properties and prototype, of which each has one for as long as somebody holds it.
 * https://webassembly.github.io/spec/js-api/#towebassemblyvalue
 */
import { ValueType } from '../../types/value-type.js';
import { askSlots } from '../room.js';
import { DefinedType } from '../function-references/defined-type.js';
import { topOf, withNull } from '../function-references/heap-types.js';
import { idOfReference, typeAt } from '../function-references/registry.js';
import { isOfCode, isOfType } from './reference-handlers.js';

/** An object, and what two maps have for it. */
const OPAQUE_SLOTS = 10;

/** Made when first needed: XS could not change what a preloaded module has made. */
let opaque: WeakMap<object, object> | undefined;
let inside: WeakMap<object, object> | undefined;

export function toHost(value: unknown): unknown {
  if (!(value instanceof DefinedType)) return value;
  opaque ??= new WeakMap();
  inside ??= new WeakMap();
  let outside = opaque.get(value);
  if (outside === undefined) {
    askSlots(OPAQUE_SLOTS);
    outside = Object.freeze(Object.create(null) as object);
    opaque.set(value, outside);
    inside.set(outside, value);
  }
  return outside;
}

export function fromHost(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (inside?.get(value) ?? value) : value;
}

/** Whether a value that is not null is of a type of references to what is collected. */
export function isOf(value: unknown, type: ValueType): boolean {
  if (topOf(type) !== ValueType.AnyRef) return false;
  const id = idOfReference(type);
  return id >= 0 ? isOfType(value, typeAt(id)) : isOfCode(value, withNull(type));
}

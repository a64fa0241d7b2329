import { hooks } from '../hooks.js';
import type { ValueType } from '../types/value-type.js';

/** Whether a value that is not null is of a type, if the type is one that the extension knows. */
export type ReferenceCheck = (value: unknown, type: ValueType) => boolean;

const checks: ReferenceCheck[] = [];

hooks.isOf = (value, type) => checks.some((check) => check(value, type));

export function registerReferences(check: ReferenceCheck): void {
  checks.push(check);
}

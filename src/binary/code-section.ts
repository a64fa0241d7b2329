import { tooMany } from '../errors/compile-errors.js';
import { MAX_BODY_BYTES, MAX_FUNCTIONS } from '../types/maximum.js';
import type { Reader } from './reader.js';

export function readBodyCount(reader: Reader): number {
  return reader.count(MAX_FUNCTIONS, 'functions');
}

/**
 * The byte length of a function body, which stands before its locals.
 * https://webassembly.github.io/spec/core/binary/modules.html#code-section
 */
export function readBodySize(reader: Reader): number {
  const offset = reader.position;
  const sizeBytes = reader.length();
  if (sizeBytes > MAX_BODY_BYTES) throw tooMany('bytes in a function body', offset);
  return sizeBytes;
}

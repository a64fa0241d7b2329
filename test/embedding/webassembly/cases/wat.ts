import { wat as binaryOf } from '../../../validation/wat.js';

/** The binary of a module in the text format; the bundle for XS has the bytes in its place. */
export function wat({ raw }: TemplateStringsArray): Uint8Array {
  return binaryOf(raw.join(''));
}

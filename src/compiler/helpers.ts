/** Functions of the runtime that generated code calls by name. */
import { trap } from '../errors/errors.js';
import { bitsCarried, bitsOfF64, carryF32, f64OfBits, loadF32, storeF32 } from '../numeric/bits.js';
import {
  convertS64ToF32,
  convertU64ToF32,
  truncS32,
  truncS64,
  truncSatS32,
  truncSatS64,
  truncSatU32,
  truncSatU64,
  truncU32,
  truncU64,
} from '../numeric/conversion.js';
import {
  ceilFloat,
  copySign,
  floorFloat,
  maxFloat,
  minFloat,
  nearestFloat,
  truncFloat,
} from '../numeric/float.js';
import { ctz32, divS32, divU32, popcnt32, remS32, remU32 } from '../numeric/i32.js';
import {
  divS64,
  divU64,
  mul64,
  remS64,
  remU64,
  rotl64,
  rotr64,
  shl64,
  shrS64,
  shrU64,
} from '../numeric/i64.js';

const { abs: absFloat, clz32, fround, imul, sqrt } = Math;

export const helpers = Object.freeze({
  absFloat,
  bitsCarried,
  bitsOfF64,
  carryF32,
  ceilFloat,
  clz32,
  convertS64ToF32,
  convertU64ToF32,
  copySign,
  ctz32,
  divS32,
  divS64,
  divU32,
  divU64,
  f64OfBits,
  floorFloat,
  fround,
  imul,
  loadF32,
  maxFloat,
  minFloat,
  mul64,
  nearestFloat,
  popcnt32,
  remS32,
  remS64,
  remU32,
  remU64,
  rotl64,
  rotr64,
  shl64,
  shrS64,
  shrU64,
  sqrt,
  storeF32,
  trap,
  truncFloat,
  truncS32,
  truncS64,
  truncSatS32,
  truncSatS64,
  truncSatU32,
  truncSatU64,
  truncU32,
  truncU64,
});

export type HelperName = keyof typeof helpers;

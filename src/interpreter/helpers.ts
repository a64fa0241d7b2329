import { trap } from '../errors/errors.js';
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
  floorFloat,
  maxFloat,
  minFloat,
  nearestFloat,
  truncFloat,
} from '../numeric/float.js';
import { ctz32, divS32, divU32, popcnt32, remS32, remU32 } from '../numeric/i32.js';
import { divS64, divU64, mul64, remS64, remU64, rotl64, rotr64 } from '../numeric/i64.js';
import { recover } from '../runtime/recover.js';
import { callHost } from '../runtime/invoke.js';
import { bulk } from './bulk.js';
import { callee, enterCompiled, indirect, moveArguments, viewOf } from './host.js';

const { clz32, sqrt } = Math;

/** What the generated loop calls; see instructions/generate.ts on why it is one object. */
export const helpers = Object.freeze({
  bulk,
  callHost,
  callee,
  ceilFloat,
  clz32,
  convertS64ToF32,
  convertU64ToF32,
  ctz32,
  divS32,
  divS64,
  divU32,
  divU64,
  enterCompiled,
  floorFloat,
  indirect,
  maxFloat,
  minFloat,
  moveArguments,
  mul64,
  nearestFloat,
  popcnt32,
  recover,
  remS32,
  remS64,
  remU32,
  remU64,
  rotl64,
  rotr64,
  sqrt,
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
  viewOf,
});

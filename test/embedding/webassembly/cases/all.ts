import { ADDRESS64_CASES } from './address64.js';
import type { Case } from './case.js';
import { ERROR_CASES } from './errors.js';
import { FUNCTION_CASES } from './function.js';
import { GLOBAL_CASES } from './global.js';
import { INSTANCE_CASES } from './instance.js';
import { INTERFACE_CASES } from './interfaces.js';
import { MEMORY_CASES } from './memory.js';
import { MODULE_CASES } from './module.js';
import { TABLE_CASES } from './table.js';

/** The JavaScript API, sentence by sentence: the same cases on Node, on XS, and for V8's own. */
export const CASES: readonly Case[] = [
  ...INTERFACE_CASES,
  ...ERROR_CASES,
  ...MODULE_CASES,
  ...INSTANCE_CASES,
  ...FUNCTION_CASES,
  ...MEMORY_CASES,
  ...TABLE_CASES,
  ...ADDRESS64_CASES,
  ...GLOBAL_CASES,
];

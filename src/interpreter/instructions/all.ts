import { CONTROL } from './control.js';
import { CONVERSION } from './conversion.js';
import { FLOAT } from './float.js';
import { I32 } from './i32.js';
import { I64 } from './i64.js';
import { MEMORY } from './memory.js';
import { REFERENCE } from './reference.js';
import type { Instructions } from './instructions.js';
import { VARIABLE } from './variable.js';

/** Every instruction of the register code, by name. */
export const INSTRUCTIONS: Instructions = {
  ...CONTROL,
  ...VARIABLE,
  ...MEMORY,
  ...REFERENCE,
  ...I32,
  ...I64,
  ...FLOAT,
  ...CONVERSION,
};

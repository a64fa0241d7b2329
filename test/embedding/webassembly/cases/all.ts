import type { Case } from './case.js';
import { ERROR_CASES } from './errors.js';

/** The JavaScript API, sentence by sentence: the same cases on Node, on XS, and for V8's own. */
export const CASES: readonly Case[] = [...ERROR_CASES];

/** The entry `wasmote/memory64`: importing it adds memories and tables with 64-bit addresses. */
import './extensions/memory64/register.js';
import { hooks } from './hooks.js';
import { narrow } from './interpreter/narrow.js';

hooks.narrow = narrow;

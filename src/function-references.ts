/** The entry `wasmote/function-references`: importing it adds typed function references. */
import './extensions/function-references/register.js';

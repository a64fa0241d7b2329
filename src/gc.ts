/** The entry `wasmote/gc`: importing it adds structures and arrays, and typed function references. */
import './extensions/gc/register.js';

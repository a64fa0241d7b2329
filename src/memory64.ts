/** The entry `wasmote/memory64`: importing it adds memories and tables with 64-bit addresses. */
import './extensions/memory64/register.js';

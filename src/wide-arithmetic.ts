/** The entry `wasmote/wide-arithmetic`: importing it adds the instructions on 128 bits. */
import './extensions/wide-arithmetic/register.js';

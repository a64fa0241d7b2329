/**
 * The entry `wasmote/compiler`: importing it makes `Config.strategy('compiler')` and `'auto'` compile
 * functions on the device. For it the firmware keeps XS's parser, about 100 KB of flash.
 */
import './compiler/on-demand.js';

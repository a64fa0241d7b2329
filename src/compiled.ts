/** The entry `wasmote/compiled`, which modules import that `wasmote compile` has made. */
export { compiledModule } from './embedding/compiled-module.js';
export { helpers } from './compiler/helpers.js';
export { high } from './numeric/i64.js';

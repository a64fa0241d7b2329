/** The entry `wasmote/rollup`: a plugin for Rollup, for programs that import guests. */
export type { BudgetCheck } from './rollup/budget-check.js';
export type {
  GuestForm,
  GuestOptions,
  OptimizeSettings,
  RepageSettings,
  WasmotePluginOptions,
} from './rollup/options.js';
export { wasmote as default } from './rollup/plugin.js';

/**
 * The entry `wasmote/budget`: budgets that stores share, the heaps of boards, and what things take.
 * Importing it gives stores, modules and instances their method `memoryUsage`.
 */
import './usage/methods.js';
export { Budget, type BudgetOptions } from './budget/budget.js';
export type { Claimant, Holdable, RamBudget } from './budget/claims.js';
export type { Device, Reserve } from './budget/device.js';
export { type MemoryUsage, totalUsage, USAGE_KINDS } from './budget/memory-usage.js';
export {
  type Debug,
  DEFAULT_RESERVE,
  type HeapSizes,
  type Instrumentation,
  XsHeap,
} from './budget/xs-heap.js';
export type { ModuleCode } from './runtime/module.js';
export { memoryUsage } from './usage/memory-usage-of.js';
export { report, type ReportOptions } from './usage/report.js';

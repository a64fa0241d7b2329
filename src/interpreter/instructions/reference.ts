/**
 * References and tables. References stand in an array beside the cells, at the slot's index.
 * https://webassembly.github.io/spec/core/exec/instructions.html#table-instructions
 */
import type { Instructions } from './instructions.js';

export const REFERENCE: Instructions = {
  ref_null: 'refs[{A}] = null;',
  ref_is_null: 'R[{a}] = refs[{B}] === null ? 1 : 0;',
  ref_func: 'refs[{A}] = instance.functionAt({next});',
  table_get: 'refs[{A}] = instance.tables[{next}].at(R[{b}] >>> 0);',
  table_set: 'instance.tables[{next}].put(R[{b}] >>> 0, refs[{A}]);',
};

/**
 * Loads, stores and memory.size. An address is the unsigned low cell plus the offset, so up to 33
 * bits; the DataView checks it, and its RangeError becomes the trap (see `loop`). `f32` and `f64`
 * move as bits through the integer instructions; narrow `i64` accesses are `i32` ones, followed by
 * an extension where they load.
 * https://webassembly.github.io/spec/core/exec/instructions.html#memory-instructions
 */
import type { InstructionRow, InstructionRows } from './row.js';

/** Weight and body, given the address. */
const LOADS: Readonly<Record<string, readonly [weight: number, body: string]>> = {
  load32: [20, 'R[{a}] = view.getInt32({address}, true);'],
  load64: [
    3,
    'i = {a}; k = {address}; x = view.getInt32(k, true); R[i + 1] = view.getInt32(k + 4, true); R[i] = x;',
  ],
  load8_s: [5, 'R[{a}] = view.getInt8({address});'],
  load8_u: [10, 'R[{a}] = view.getUint8({address});'],
  load16_s: [3, 'R[{a}] = view.getInt16({address}, true);'],
  load16_u: [3, 'R[{a}] = view.getUint16({address}, true);'],
};

/** Stores take the value from field a. A store that traps has written nothing: high half first. */
const STORES: Readonly<Record<string, readonly [weight: number, body: string]>> = {
  store32: [15, 'view.setInt32({address}, R[{a}], true);'],
  store64: [
    3,
    'i = {a}; k = {address}; view.setInt32(k + 4, R[i + 1], true); view.setInt32(k, R[i], true);',
  ],
  store8: [10, 'view.setInt8({address}, R[{a}]);'],
  store16: [3, 'view.setInt16({address}, R[{a}], true);'],
};

function rows(): Record<string, InstructionRow> {
  const result: Record<string, InstructionRow> = {};
  for (const [name, [weight, body]] of [...Object.entries(LOADS), ...Object.entries(STORES)]) {
    // The second operand of `load64` and `store64` reads two cells: evaluate the address once.
    const near = '(R[{b}] >>> 0) + {u8}';
    const far = '(R[{b}] >>> 0) + ({next} >>> 0)';
    result[name] = { weight, body: body.replace('{address}', near) };
    result[`${name}_far`] = { weight: weight / 2, body: body.replace('{address}', far) };
  }
  return result;
}

export const MEMORY: InstructionRows = {
  ...rows(),
  /** The next access goes to another memory; a second one of these switches back. */
  use_memory: { weight: 1, body: 'view = instance.memoryAt({s24}).view;' },
  memory_size: { weight: 1, body: 'R[{a}] = instance.memoryAt({u16}).size;' },
};

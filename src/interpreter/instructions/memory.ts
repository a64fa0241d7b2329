/**
 * Loads, stores and memory.size. An address is the unsigned low cell plus the offset, so up to 33
 * bits (or, `_at`, a constant of 16: what C makes of a global variable); the DataView checks it, and its RangeError becomes the trap (see `loop`). `f32` and `f64`
 * move as bits through the integer instructions; narrow `i64` accesses are `i32` ones, followed by
 * an extension where they load.
 * https://webassembly.github.io/spec/core/exec/instructions.html#memory-instructions
 */
import type { Instructions } from './instructions.js';

/** Bodies, given the address. */
const LOADS: Readonly<Record<string, string>> = {
  load32: 'R[{a}] = view.getInt32({address}, true);',
  load64:
    'i = {a}; k = {address}; x = view.getInt32(k, true); R[i + 1] = view.getInt32(k + 4, true); R[i] = x;',
  load8_s: 'R[{a}] = view.getInt8({address});',
  load8_u: 'R[{a}] = view.getUint8({address});',
  load16_s: 'R[{a}] = view.getInt16({address}, true);',
  load16_u: 'R[{a}] = view.getUint16({address}, true);',
};

/** Stores take the value from field a. A store that traps has written nothing: high half first. */
const STORES: Readonly<Record<string, string>> = {
  store32: 'view.setInt32({address}, R[{a}]!, true);',
  store64:
    'i = {a}; k = {address}; view.setInt32(k + 4, R[i + 1]!, true); view.setInt32(k, R[i]!, true);',
  store8: 'view.setInt8({address}, R[{a}]!);',
  store16: 'view.setInt16({address}, R[{a}]!, true);',
};

/** The offset that field c holds counts in units of the access: most are multiples. */
const SCALED: Readonly<Record<string, string>> = {
  8: '{u8}',
  16: '{u8x2}',
  32: '{u8x4}',
  64: '{u8x8}',
};

function rows(): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, body] of Object.entries({ ...LOADS, ...STORES })) {
    const offset = SCALED[/\d+/.exec(name)![0]]!;
    result[name] = body.replace('{address}', `(R[{b}]! >>> 0) + ${offset}`);
    result[`${name}_far`] = body.replace('{address}', '(R[{b}]! >>> 0) + ({next} >>> 0)');
    result[`${name}_at`] = body.replace('{address}', '{u16}');
  }
  return result;
}

export const MEMORY: Instructions = {
  ...rows(),
  /** The next access goes to another memory; a second one of these switches back. */
  use_memory: 'view = instance.memoryAt({s24}).view;',
  /** An address of 64 bits for an instruction that takes one of 32: see `FunctionVisitor.narrow`. */
  narrow: 'j = {b}; R[{a}] = R[j + 1] === 0 ? R[j] : -1;',
  memory_size: 'R[{a}] = instance.memoryAt({u16}).size;',
};

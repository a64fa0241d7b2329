/*
 * No heap: a ring in static memory (`memory.data`), read and written by load and store.
 *
 * Exports
 *   push(value: i32) -> i32   put a value into the ring of 32; how many there were so far
 *   sum() -> i32              the sum of the ring
 */
const ring: usize = memory.data(128);
let count = 0;

export function push(value: i32): i32 {
  store<i32>(ring + ((count++ & 31) << 2), value);
  return count;
}

export function sum(): i32 {
  let total = 0;
  for (let i = 0; i < 32; i++) total += load<i32>(ring + (i << 2));
  return total;
}

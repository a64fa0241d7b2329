/*
 * A list of objects only: small enough for a build with names and no optimisation.
 *
 * Exports
 *   keep(n: i32) -> i32   a list of n objects that stays until the next call; the sum of it
 */
class Item {
  constructor(
    public value: i32,
    public next: Item | null,
  ) {}
}

let list: Item | null = null;

export function keep(n: i32): i32 {
  list = null;
  for (let i = 0; i < n; i++) list = new Item(i * i, list);
  let total = 0;
  let item: Item | null = list;
  while (item) {
    total += item.value;
    item = item.next;
  }
  return total;
}

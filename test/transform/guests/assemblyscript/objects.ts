/*
 * Objects, arrays and strings on the heap of whichever runtime it is compiled with.
 *
 * Exports
 *   churn(rounds: i32) -> i32   objects that are garbage at once, hashed
 *   keep(n: i32) -> i32         a list of n objects that stays until the next call; the sum of it
 *   primes(n: i32) -> i32       the n-th prime, from an array that grows
 *   text(n: i32) -> i32         a string grown by n characters, hashed
 *   digit(i: i32) -> i32        from a static array of 8
 */
class Point {
  next: Point | null = null;
  constructor(
    public x: i32,
    public y: i32,
  ) {}
}

let list: Point | null = null;

export function churn(rounds: i32): i32 {
  let hash = 17;
  for (let i = 0; i < rounds; i++) {
    const point = new Point(i, i * 3);
    hash = hash * 31 + point.x + point.y;
  }
  return hash;
}

export function keep(n: i32): i32 {
  list = null;
  for (let i = 0; i < n; i++) {
    const point = new Point(i, -i);
    point.next = list;
    list = point;
  }
  let total = 0;
  let point: Point | null = list;
  while (point) {
    total += point.x;
    point = point.next;
  }
  return total;
}

export function primes(n: i32): i32 {
  const found: i32[] = [];
  for (let i = 2; found.length < n; i++) {
    let prime = true;
    for (let j = 0; j < found.length; j++)
      if (i % found[j] == 0) {
        prime = false;
        break;
      }
    if (prime) found.push(i);
  }
  return found[n - 1];
}

export function text(n: i32): i32 {
  let grown = '';
  for (let i = 0; i < n; i++) grown += String.fromCharCode(97 + (i % 26));
  let hash = grown.length;
  for (let i = 0; i < grown.length; i++) hash = hash * 31 + grown.charCodeAt(i);
  return hash;
}

const digits: StaticArray<i32> = [3, 1, 4, 1, 5, 9, 2, 6];

export function digit(i: i32): i32 {
  return digits[i & 7];
}

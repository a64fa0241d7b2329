/** Fibonacci of 12 by recursion; see ../fib.c. */

function fib(n) {
  return n < 2 ? n : (fib(n - 1) + fib(n - 2)) | 0;
}

export function run() {
  return fib(12);
}

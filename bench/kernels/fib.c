/* fib: Fibonacci of 12 by recursion, for calls. Checksum: the number, 144. */
#include "kernel.h"

static __attribute__((noinline)) u32 fib(u32 n) {
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

KERNEL {
	return fib(12);
}

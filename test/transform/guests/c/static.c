/*
 * No heap and next to no stack: a constant table, a ring and counters in static memory, functions
 * called through a table.
 *
 * Exports
 *   push(value: i32) -> i32             put a value into the ring of 32; how many there were so far
 *   sum() -> i32                        the sum of the ring
 *   square(n: i32) -> i32               n * n from a table of 16
 *   apply(operation: i32, x: i32) -> i32   0 twice, 1 negative, 2 plus 7, through a function table
 */
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(#name))) name

static const uint16_t squares[16] = {0,  1,  4,   9,   16,  25,  36,  49,
                                     64, 81, 100, 121, 144, 169, 196, 225};
static int32_t ring[32];
static uint32_t count;

uint32_t EXPORT(push)(int32_t value) {
	ring[count++ % 32] = value;
	return count;
}

int32_t EXPORT(sum)(void) {
	int32_t total = 0;
	for (int i = 0; i < 32; i++) total += ring[i];
	return total;
}

uint32_t EXPORT(square)(uint32_t n) {
	return squares[n & 15];
}

static int32_t twice(int32_t x) { return 2 * x; }
static int32_t negative(int32_t x) { return -x; }
static int32_t plus7(int32_t x) { return x + 7; }
static int32_t (*const operations[])(int32_t) = {twice, negative, plus7};

int32_t EXPORT(apply)(uint32_t operation, int32_t x) {
	return operations[operation % 3](x);
}

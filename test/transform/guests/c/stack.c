/*
 * Arrays on the shadow stack, in recursion, and a static table beside them.
 *
 * Exports
 *   recurse(depth: i32) -> i32   a hash over an array of 24 bytes in each of `depth` + 1 frames
 *   permute(n: i32) -> i32       a hash of n <= 64 numbers shuffled in an array on the stack
 *   calls() -> i32               how often the two were called, counted in static memory
 */
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(#name))) name

static const uint32_t seeds[4] = {0x9e3779b9, 0x7f4a7c15, 0xf39cc060, 0x5cedc834};
static uint32_t called = 1000;

__attribute__((noinline)) static void fill(volatile uint8_t *bytes, uint32_t n, uint32_t seed) {
	for (uint32_t i = 0; i < n; i++) bytes[i] = (seed = seed * 1103515245u + 12345u) >> 16;
}

__attribute__((noinline)) static uint32_t deep(uint32_t depth) {
	volatile uint8_t frame[24];
	fill(frame, sizeof frame, seeds[depth % 4] + depth);
	uint32_t hash = depth ? deep(depth - 1) : 1;
	for (uint32_t i = 0; i < sizeof frame; i++) hash = hash * 31 + frame[i];
	return hash;
}

uint32_t EXPORT(recurse)(uint32_t depth) {
	called++;
	return deep(depth);
}

uint32_t EXPORT(permute)(uint32_t n) {
	uint8_t order[64];
	uint32_t seed = 12345, hash = 0;
	called++;
	if (n > sizeof order) n = sizeof order;
	for (uint32_t i = 0; i < n; i++) order[i] = i;
	for (uint32_t i = n; i > 1; i--) {
		seed = seed * 1664525u + 1013904223u;
		uint32_t j = (seed >> 16) % i;
		uint8_t other = order[i - 1];
		order[i - 1] = order[j];
		order[j] = other;
	}
	for (uint32_t i = 0; i < n; i++) hash = hash * 33 + order[i];
	return hash;
}

uint32_t EXPORT(calls)(void) {
	return called;
}

/*
 * What TinyGo's conservative collector does with memory, written anew in C and compiled by the same
 * LLVM, because TinyGo cannot be installed where this was made: blocks of 16 bytes from
 * `__heap_base` on, two bits of state for each at the END of memory, and memory doubles when no run
 * of blocks is free, whereupon the states move. Here blocks are freed by hand, not by a collector.
 *
 * Exports
 *   _initialize()             set up the heap; call it first
 *   list(n: i32) -> i32       a list of n nodes, hashed and freed
 *   block(bytes: i32) -> i32  a block taken, filled, summed and freed
 *   capacity() -> i32         how many blocks of 16 bytes the heap has
 */
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(#name))) name
#define PAGE 65536
#define BLOCK 16
#define BLOCKS_PER_BYTE 4

extern uint8_t __heap_base;

enum state { FREE, HEAD, TAIL };

static uintptr_t heap_start, heap_end, states, end_block, next_block;

static void lay_out(void) {
	uintptr_t bytes = heap_end - heap_start;
	uintptr_t state_bytes = (bytes + BLOCKS_PER_BYTE * BLOCK) / (1 + BLOCKS_PER_BYTE * BLOCK);
	states = heap_end - state_bytes;
	end_block = (states - heap_start) / BLOCK;
}

static enum state state_of(uintptr_t block) {
	return ((uint8_t *)states)[block / BLOCKS_PER_BYTE] >> block % BLOCKS_PER_BYTE * 2 & 3;
}

static void set_state(uintptr_t block, enum state state) {
	uint8_t *byte = (uint8_t *)states + block / BLOCKS_PER_BYTE;
	uint32_t shift = block % BLOCKS_PER_BYTE * 2;
	*byte = (*byte & ~(3u << shift)) | state << shift;
}

void EXPORT(_initialize)(void) {
	heap_start = ((uintptr_t)&__heap_base + BLOCK - 1) & -BLOCK;
	heap_end = __builtin_wasm_memory_size(0) * PAGE;
	lay_out();
	for (uintptr_t at = states; at < heap_end; at++) *(volatile uint8_t *)at = 0;
}

__attribute__((noinline)) static int grow_heap(void) {
	if (__builtin_wasm_memory_grow(0, __builtin_wasm_memory_size(0)) == (uintptr_t)-1) return 0;
	uintptr_t old = states, bytes = heap_end - states;
	heap_end = __builtin_wasm_memory_size(0) * PAGE;
	lay_out();
	for (uintptr_t i = 0; i < bytes; i++) ((volatile uint8_t *)states)[i] = ((uint8_t *)old)[i];
	return 1;
}

__attribute__((noinline)) static void *allocate(uintptr_t bytes) {
	uintptr_t need = (bytes + BLOCK - 1) / BLOCK, run = 0, seen = 0, at = next_block;
	while (run < need) {
		if (seen++ > end_block) {
			if (!grow_heap()) __builtin_trap();
			seen = 0;
		}
		if (at >= end_block) at = run = 0;
		else run = state_of(at++) == FREE ? run + 1 : 0;
	}
	next_block = at;
	uintptr_t first = at - need;
	for (uintptr_t block = first; block < at; block++) set_state(block, block == first ? HEAD : TAIL);
	uint8_t *start = (uint8_t *)(heap_start + first * BLOCK);
	for (uintptr_t i = 0; i < need * BLOCK; i++) ((volatile uint8_t *)start)[i] = 0;
	return start;
}

static void release(void *start) {
	uintptr_t block = ((uintptr_t)start - heap_start) / BLOCK;
	do set_state(block++, FREE);
	while (block < end_block && state_of(block) == TAIL);
}

struct node {
	struct node *tail;
	int32_t value;
};

int32_t EXPORT(list)(int32_t n) {
	struct node *head = 0;
	for (int32_t i = 0; i < n; i++) {
		struct node *node = allocate(sizeof *node);
		node->tail = head;
		node->value = i;
		head = node;
	}
	int32_t hash = 0;
	while (head) {
		struct node *tail = head->tail;
		hash = hash * 3 + head->value;
		release(head);
		head = tail;
	}
	return hash;
}

int32_t EXPORT(block)(uint32_t bytes) {
	uint8_t *start = allocate(bytes);
	int32_t total = 0;
	for (uint32_t i = 0; i < bytes; i++) total += start[i] = i * 7;
	release(start);
	return total;
}

uint32_t EXPORT(capacity)(void) {
	return end_block;
}

/*
 * What TinyGo's target wasm-unknown does with memory (`-gc=leaking`), written anew in C and compiled
 * by the same LLVM, because TinyGo cannot be installed where this was made: the heap goes from
 * `__heap_base` to the end of memory, nothing is freed, and memory doubles when it is full.
 *
 * Exports
 *   _initialize()            set up the heap; call it first
 *   list(n: i32) -> i32      a list of n nodes, hashed
 *   allocated() -> i32       bytes taken so far
 */
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(#name))) name
#define PAGE 65536
#define ALIGNMENT 16

extern uint8_t __heap_base;

static uintptr_t heap_end, heap_next;
static uint64_t total_bytes;

void EXPORT(_initialize)(void) {
	heap_end = __builtin_wasm_memory_size(0) * PAGE;
	heap_next = ((uintptr_t)&__heap_base + ALIGNMENT - 1) & -ALIGNMENT;
}

__attribute__((noinline)) static int grow_heap(void) {
	if (__builtin_wasm_memory_grow(0, __builtin_wasm_memory_size(0)) == (uintptr_t)-1) return 0;
	heap_end = __builtin_wasm_memory_size(0) * PAGE;
	return 1;
}

__attribute__((noinline)) static void *allocate(uintptr_t bytes) {
	bytes = (bytes + ALIGNMENT - 1) & -ALIGNMENT;
	total_bytes += bytes;
	uintptr_t start = heap_next;
	heap_next += bytes;
	while (heap_next >= heap_end)
		if (!grow_heap()) __builtin_trap();
	for (uintptr_t i = 0; i < bytes; i++) ((volatile uint8_t *)start)[i] = 0;
	return (void *)start;
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
	for (; head; head = head->tail) hash = hash * 3 + head->value;
	return hash;
}

uint32_t EXPORT(allocated)(void) {
	return total_bytes;
}

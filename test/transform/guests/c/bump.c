/*
 * An allocator as freestanding guests write it: from `__heap_base` on, never freed one by one, and
 * memory grows when it is at its end.
 *
 * Exports
 *   prepend(value: i32) -> i32   put a value at the head of a list; 0, or -1 when memory is out
 *   sum() -> i32                 the sum of the list
 *   block(bytes: i32) -> i32     take a block, fill it, sum it; -1 when memory is out
 *   reset()                      give everything back
 *   pages() -> i32               with -DTELL_PAGES: the size of memory in pages of 64 KiB
 */
#include <stddef.h>
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(#name))) name
#define PAGE 65536

extern uint8_t __heap_base;

struct node {
	struct node *tail;
	int32_t value;
};

static const uint8_t pattern[8] = {3, 1, 4, 1, 5, 9, 2, 6};
static uintptr_t next;
static struct node *head;

static void *allocate(size_t bytes) {
	if (!next) next = (uintptr_t)&__heap_base;
	uintptr_t start = (next + 7) & ~(uintptr_t)7, end = start + bytes;
	size_t size = __builtin_wasm_memory_size(0) * PAGE;
	if (end > size && __builtin_wasm_memory_grow(0, (end - size + PAGE - 1) / PAGE) == (size_t)-1)
		return NULL;
	next = end;
	return (void *)start;
}

int32_t EXPORT(prepend)(int32_t value) {
	struct node *node = allocate(sizeof *node);
	if (!node) return -1;
	node->tail = head;
	node->value = value;
	head = node;
	return 0;
}

int32_t EXPORT(sum)(void) {
	int32_t total = 0;
	for (struct node *node = head; node; node = node->tail) total += node->value;
	return total;
}

int32_t EXPORT(block)(uint32_t bytes) {
	volatile uint8_t *start = allocate(bytes);
	if (!start) return -1;
	int32_t total = 0;
	for (uint32_t i = 0; i < bytes; i++) start[i] = pattern[i % 8] + i;
	for (uint32_t i = 0; i < bytes; i++) total += start[i];
	return total;
}

void EXPORT(reset)(void) {
	next = 0;
	head = NULL;
}

#ifdef TELL_PAGES
uint32_t EXPORT(pages)(void) {
	return __builtin_wasm_memory_size(0);
}
#endif

/*
 * malloc, calloc, realloc and free of wasi-libc (dlmalloc), and its strings.
 *
 * Exports
 *   churn(rounds: i32) -> i32   blocks of 1 to 64 bytes taken and freed at random, eight at a time
 *   grow(n: i32) -> i32         an array of n words that grows by realloc, hashed
 *   words(n: i32) -> i32        a text of n words in a block of calloc: length * 1000 + where "7" is
 *   keep(bytes: i32) -> i32     take a block and keep it; 0 when memory is out
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(#name))) name

uint32_t EXPORT(churn)(uint32_t rounds) {
	uint8_t *kept[8] = {0};
	uint32_t hash = 5381, seed = 1;
	for (uint32_t i = 0; i < rounds; i++) {
		seed = seed * 1664525u + 1013904223u;
		uint32_t which = seed >> 20 & 7, bytes = 1 + (seed >> 8 & 63);
		free(kept[which]);
		kept[which] = malloc(bytes);
		if (!kept[which]) return 0;
		memset(kept[which], seed >> 16 & 255, bytes);
		hash = hash * 33 + kept[which][bytes - 1];
	}
	for (int i = 0; i < 8; i++) free(kept[i]);
	return hash;
}

uint32_t EXPORT(grow)(uint32_t n) {
	uint32_t *squares = NULL, hash = 0;
	for (uint32_t i = 0; i < n; i++) {
		squares = realloc(squares, (i + 1) * sizeof *squares);
		if (!squares) return 0;
		squares[i] = i * i;
	}
	for (uint32_t i = 0; i < n; i++) hash = hash * 31 + squares[i];
	free(squares);
	return hash;
}

uint32_t EXPORT(words)(uint32_t n) {
	char *text = calloc(1, n * 4 + 1);
	if (!text) return 0;
	for (uint32_t i = 0; i < n; i++) {
		char word[5] = {'a' + i % 26, 'b', '0' + i % 10, ' ', 0};
		strcat(text, word);
	}
	char *seven = strchr(text, '7');
	uint32_t found = strlen(text) * 1000 + (seven ? seven - text : 999);
	free(text);
	return found;
}

static void *last;

uint32_t EXPORT(keep)(uint32_t bytes) {
	uint8_t *block = malloc(bytes);
	if (!block) return 0;
	memset(block, 1, bytes);
	last = block;
	return 1;
}

/* sieve: the sieve of Eratosthenes up to 2048, a byte a number. Checksum: how many primes, 309. */
#include "kernel.h"

enum { LIMIT = 2048 };

static u8 composite[LIMIT];

KERNEL {
	u32 primes = 0;
	for (u32 i = 0; i < LIMIT; i++)
		composite[i] = 0;
	for (u32 i = 2; i < LIMIT; i++) {
		if (composite[i])
			continue;
		primes++;
		for (u32 j = i * 2; j < LIMIT; j += i)
			composite[j] = 1;
	}
	return primes;
}

/*
 * xorshift64: 300 steps of Marsaglia's generator (13, 7, 17), for 64-bit shifts. Checksum: the two
 * halves of the last state, exclusive-or.
 */
#include "kernel.h"

KERNEL {
	u64 x = 0x2545F4914F6CDD1D;
	for (u32 i = 0; i < 300; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
	}
	return (u32)(x >> 32) ^ (u32)x;
}

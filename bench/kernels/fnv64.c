/*
 * fnv64: the 64-bit FNV-1a hash of 500 bytes (i mod 256), for 64-bit multiplication. Checksum: the
 * two halves of the hash, exclusive-or.
 */
#include "kernel.h"

KERNEL {
	u64 hash = 0xCBF29CE484222325;
	for (u32 i = 0; i < 500; i++)
		hash = (hash ^ (i & 255)) * 0x100000001B3;
	return (u32)(hash >> 32) ^ (u32)hash;
}

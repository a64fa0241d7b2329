/*
 * crc32: CRC-32 (reflected, 0xEDB88320) of 1,024 bytes, the table of 256 words made anew on each
 * run. The bytes are i * 7 + 3. Checksum: the CRC.
 */
#include "kernel.h"

static u32 table[256];
static u8 data[1024];

KERNEL {
	for (u32 i = 0; i < 256; i++) {
		u32 c = i;
		for (u32 bit = 0; bit < 8; bit++)
			c = c & 1 ? c >> 1 ^ 0xEDB88320 : c >> 1;
		table[i] = c;
	}
	for (u32 i = 0; i < 1024; i++)
		data[i] = i * 7 + 3;
	u32 sum = 0xFFFFFFFF;
	for (u32 i = 0; i < 1024; i++)
		sum = table[(sum ^ data[i]) & 255] ^ sum >> 8;
	return ~sum;
}

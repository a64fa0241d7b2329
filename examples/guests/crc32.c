/*
 * crc32: CRC-32 (IEEE 802.3, reflected, polynomial 0xEDB88320) with a table of 1 KiB that the
 * guest makes for itself in its memory, and a buffer of 128 bytes for the host to write into.
 *
 * Exports
 *   init()                       make the table and start a new sum; call it first
 *   buffer() -> i32              address of the buffer in `memory`
 *   capacity() -> i32            size of the buffer in bytes
 *   update(length: i32) -> i32   take `length` bytes of the buffer into the sum; the sum so far,
 *                                or 0 and nothing done when `length` is not within the buffer
 *   put(byte: i32) -> i32        take one byte into the sum; the sum so far
 *   reset()                      start a new sum, keep the table
 *   memory
 *
 * Memory, 1156 bytes: 1024 of table, 4 of state, 128 of buffer.
 */
typedef unsigned char u8;
typedef unsigned int u32;

#define EXPORT(name) __attribute__((export_name(#name), used)) int name
#define PROC(name) __attribute__((export_name(#name), used)) void name

enum { BUFFER_BYTES = 128 };

static struct {
	u32 table[256];
	u32 sum; /* inverted, as the algorithm keeps it */
	u8 buffer[BUFFER_BYTES];
} ram;

_Static_assert(sizeof ram == 1156, "index.json and the README say 1156 bytes");

static void take(u8 byte) {
	ram.sum = ram.table[(ram.sum ^ byte) & 255] ^ ram.sum >> 8;
}

PROC(reset)(void) {
	ram.sum = 0xFFFFFFFF;
}

PROC(init)(void) {
	for (u32 i = 0; i < 256; i++) {
		u32 c = i;
		for (int bit = 0; bit < 8; bit++)
			c = c & 1 ? c >> 1 ^ 0xEDB88320 : c >> 1;
		ram.table[i] = c;
	}
	reset();
}

EXPORT(buffer)(void) {
	return (int)(unsigned long)ram.buffer;
}

EXPORT(capacity)(void) {
	return BUFFER_BYTES;
}

EXPORT(update)(int length) {
	if ((u32)length > BUFFER_BYTES)
		return 0;
	for (int i = 0; i < length; i++)
		take(ram.buffer[i]);
	return ~ram.sum;
}

EXPORT(put)(int byte) {
	take(byte);
	return ~ram.sum;
}

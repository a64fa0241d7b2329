/*
 * What every kernel shares. The same source is built by clang for WebAssembly and by the machine's
 * own compiler for the expected checksum (with KERNEL_NATIVE, which makes it a program).
 *
 * Integers are unsigned, so that overflow is defined; floats must not be contracted
 * (-ffp-contract=off), so that both builds round the same way.
 */
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

#ifdef KERNEL_NATIVE
#include <stdio.h>
#define KERNEL \
	int run(void); \
	int main(void) { return printf("%d\n", run()) < 0; } \
	int run(void)
#else
#define KERNEL __attribute__((export_name("run"), used)) int run(void)
#endif

/*
 * matmul: the product of two 16 x 16 matrices of 32-bit integers. Checksum: the elements of the
 * product, each time mixed as sum * 31 + element.
 */
#include "kernel.h"

enum { N = 16 };

static u32 a[N * N], b[N * N], c[N * N];

KERNEL {
	for (u32 i = 0; i < N * N; i++) {
		a[i] = i * 3 + 1;
		b[i] = i * 5 + 2;
	}
	for (u32 row = 0; row < N; row++)
		for (u32 column = 0; column < N; column++) {
			u32 sum = 0;
			for (u32 k = 0; k < N; k++)
				sum += a[row * N + k] * b[k * N + column];
			c[row * N + column] = sum;
		}
	u32 sum = 0;
	for (u32 i = 0; i < N * N; i++)
		sum = sum * 31 + c[i];
	return sum;
}

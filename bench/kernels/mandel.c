/*
 * mandel: the Mandelbrot set on 8 x 8 points of -2 to 0.5 by -1.25 to 1.25, at most 50 iterations,
 * in f64. Checksum: the iterations of all points, each time mixed as sum * 31 + iterations.
 */
#include "kernel.h"

enum { SIDE = 8, ITERATIONS = 50 };

KERNEL {
	u32 sum = 0;
	for (u32 row = 0; row < SIDE; row++)
		for (u32 column = 0; column < SIDE; column++) {
			double cr = -2.0 + column * (2.5 / SIDE), ci = -1.25 + row * (2.5 / SIDE);
			double zr = 0, zi = 0, rr = 0, ii = 0;
			u32 n = 0;
			while (n < ITERATIONS && rr + ii <= 4.0) {
				zi = 2.0 * zr * zi + ci;
				zr = rr - ii + cr;
				rr = zr * zr;
				ii = zi * zi;
				n++;
			}
			sum = sum * 31 + n;
		}
	return sum;
}

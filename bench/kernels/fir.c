/*
 * fir: an 8-tap filter in f32 over 107 samples, which gives 100 outputs. The samples are
 * (i * 37 mod 101) - 50. Checksum: the sum of the outputs' magnitudes times 1024, as an integer.
 */
#include "kernel.h"

enum { TAPS = 8, OUTPUTS = 100 };

static const float taps[TAPS] = {
	0.0078125f, 0.0625f, 0.1640625f, 0.265625f, 0.265625f, 0.1640625f, 0.0625f, 0.0078125f,
};
static float samples[OUTPUTS + TAPS - 1];

KERNEL {
	for (u32 i = 0; i < OUTPUTS + TAPS - 1; i++)
		samples[i] = (float)((int)(i * 37 % 101) - 50);
	float sum = 0;
	for (u32 i = 0; i < OUTPUTS; i++) {
		float acc = 0;
		for (u32 t = 0; t < TAPS; t++)
			acc += taps[t] * samples[i + t];
		sum += acc < 0 ? -acc : acc;
	}
	return (int)(sum * 1024.0f);
}

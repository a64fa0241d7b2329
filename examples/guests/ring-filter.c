/*
 * ring-filter: smooths the samples of a sensor. The last 16 samples lie in a ring; the guest
 * answers with their moving average, or with an 8-tap low-pass filter over the newest eight.
 *
 * Exports
 *   push(sample: i32)            take a sample (kept as a signed 16-bit number)
 *   average() -> i32             mean of the samples in the ring, towards zero; 0 when it is empty
 *   filtered() -> i32            8-tap FIR over the newest samples, coefficients in Q15, rounded
 *   minimum() -> i32             least sample in the ring; 0 when it is empty
 *   maximum() -> i32             greatest sample in the ring; 0 when it is empty
 *   count() -> i32               samples in the ring, 0 to 16
 *   clear()                      empty the ring
 *   memory
 *
 * Memory, 56 bytes: 8 coefficients and 16 samples of 2 bytes, 8 bytes of state.
 */
typedef unsigned int u32;
typedef short i16;

#define EXPORT(name) __attribute__((export_name(#name), used)) int name
#define PROC(name) __attribute__((export_name(#name), used)) void name

enum { RING = 16, TAPS = 8 };

static struct {
	i16 taps[TAPS]; /* Q15, newest sample first; they sum up to 32768 */
	i16 samples[RING];
	u32 pushed; /* samples taken since the last clear */
	int sum; /* of the samples in the ring */
} ram = { .taps = { 1024, 3072, 5632, 6656, 6656, 5632, 3072, 1024 } };

_Static_assert(sizeof ram == 56, "index.json and the README say 56 bytes");

PROC(push)(int sample) {
	i16 *slot = &ram.samples[ram.pushed++ % RING];
	/* An empty slot holds 0, so taking the old sample off is right from the first one on. */
	ram.sum += (i16)sample - *slot;
	*slot = sample;
}

EXPORT(count)(void) {
	return ram.pushed < RING ? ram.pushed : RING;
}

EXPORT(average)(void) {
	int n = count();
	return n ? ram.sum / n : 0;
}

EXPORT(filtered)(void) {
	int acc = 1 << 14;
	for (u32 i = 0; i < TAPS; i++)
		acc += ram.taps[i] * ram.samples[(ram.pushed - 1 - i) % RING];
	return acc >> 15;
}

EXPORT(minimum)(void) {
	int least = 0;
	for (int i = 0, n = count(); i < n; i++)
		if (!i || ram.samples[i] < least)
			least = ram.samples[i];
	return least;
}

EXPORT(maximum)(void) {
	int greatest = 0;
	for (int i = 0, n = count(); i < n; i++)
		if (!i || ram.samples[i] > greatest)
			greatest = ram.samples[i];
	return greatest;
}

PROC(clear)(void) {
	ram.pushed = ram.sum = 0;
	for (int i = 0; i < RING; i++)
		ram.samples[i] = 0;
}

/*
 * Doubles as an RP2040 with Moddable's SDK computes them, as far as that was measured or the Pico SDK's
 * sources tell (pico_double): numbers that are subnormal count as zeros and become zeros; a NaN counts as
 * an infinity, and what has no result is an infinity. With PICO_DOUBLE_PROPAGATE_NANS in the environment,
 * as with that definition of the Pico SDK, only 0/0, sqrt of negative numbers, sums of different
 * infinities and subnormal numbers are different from IEEE 754.
 */
#include <math.h>
#include <stdlib.h>

static int rp2040Propagates(void)
{
	static int propagates = -1;
	if (propagates < 0)
		propagates = getenv("PICO_DOUBLE_PROPAGATE_NANS") != NULL;
	return propagates;
}

/* What comparisons, too, take for zero. */
static double rp2040Flush(double x)
{
	return fpclassify(x) == FP_SUBNORMAL ? copysign(0, x) : x;
}

static double rp2040In(double x)
{
	return isnan(x) ? copysign(INFINITY, x) : rp2040Flush(x);
}

static double rp2040Out(double result)
{
	return isnan(result) ? INFINITY : rp2040Flush(result);
}

#define rp2040Operation(NAME, OPERATOR, IS_NAN) \
	static double NAME(double x, double y) \
	{ \
		if (rp2040Propagates()) { \
			if (isnan(x)) return x; \
			if (isnan(y)) return y; \
			if (IS_NAN) return NAN; \
		} \
		return rp2040Out(rp2040In(x) OPERATOR rp2040In(y)); \
	}

rp2040Operation(rp2040Add, +, 0)
rp2040Operation(rp2040Subtract, -, isinf(x) && x == y)
rp2040Operation(rp2040Multiply, *, (isinf(x) && rp2040Flush(y) == 0) || (isinf(y) && rp2040Flush(x) == 0))
rp2040Operation(rp2040Divide, /, isinf(x) && isinf(y))

static double rp2040Sqrt(double x)
{
	if (rp2040Propagates() && isnan(x)) return x;
	x = rp2040In(x);
	return x < 0 ? -INFINITY : sqrt(x);
}

static double rp2040Floor(double x)
{
	return floor(rp2040Flush(x));
}

static double rp2040Ceil(double x)
{
	return ceil(rp2040Flush(x));
}

static float rp2040ToFloat(double x)
{
	float result;
	if (isnan(x)) return rp2040Propagates() ? (float)x : copysignf(INFINITY, x);
	result = (float)x;
	return fpclassify(result) == FP_SUBNORMAL ? copysignf(0, x) : result;
}

static double rp2040ToDouble(float x)
{
	if (isnan(x)) return rp2040Propagates() ? (double)x : copysign(INFINITY, x);
	return fpclassify(x) == FP_SUBNORMAL ? copysign(0, x) : x;
}

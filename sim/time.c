/* The module `time`; its shape is the SDK's, over the system's clocks. */
#include "simulator.h"

static void simTimeTicks(txMachine* the)
{
	simNeedsBoard(the);
	/* Boards count milliseconds in 32 bits since the start. */
	fxInteger(the, mxResult, (txInteger)(uint32_t)(uint64_t)(simMicroseconds() / 1000));
}

static void simTimeMicroseconds(txMachine* the)
{
	simNeedsBoard(the);
	fxNumber(the, mxResult, c_floor(simMicroseconds()));
}

static void simTimeDelta(txMachine* the)
{
	simNeedsBoard(the);
	uint32_t start = (uint32_t)fxToInteger(the, mxArgv(0));
	uint32_t end = (mxArgc > 1) ? (uint32_t)fxToInteger(the, mxArgv(1)) : (uint32_t)(uint64_t)(simMicroseconds() / 1000);
	fxInteger(the, mxResult, (txInteger)(end - start));
}

static void simTimeZero(txMachine* the)
{
	simNeedsBoard(the);
	fxInteger(the, mxResult, 0);
}

static void simTimeIgnore(txMachine* the)
{
	simNeedsBoard(the);
	(void)the;
}

const simNative gTimeNatives[] = {
	{ "simTimeTicks", simTimeTicks },
	{ "simTimeMicroseconds", simTimeMicroseconds },
	{ "simTimeDelta", simTimeDelta },
	{ "simTimeZero", simTimeZero },
	{ "simTimeIgnore", simTimeIgnore },
	{ NULL, NULL }
};

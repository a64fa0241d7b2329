/*
 * The module `instrumentation`: the SDK's names and numbering on a pico. What
 * a machine without a screen or a network cannot count stays 0.
 */
#include "simulator.h"

enum { SYSTEM_FREE = 11, SLOTS, CHUNKS, KEYS, COLLECTIONS, MODULES, STACK, PROMISES, LAST = PROMISES };

static const char* const gNames[LAST + 1] = {
	"",
	"Pixels Drawn",
	"Frames Drawn",
	"Network Bytes Read",
	"Network Bytes Written",
	"Network Sockets",
	"Timers",
	"Files",
	"Poco Display List Used",
	"Piu Command List Used",
	"Turns",
	"System Free Memory",
	"XS Slot Heap Used",
	"XS Chunk Heap Used",
	"XS Keys Used",
	"XS Garbage Collection Count",
	"XS Modules Loaded",
	"XS Stack Used",
	"XS Promises Settled",
};

static void simInstrumentationGet(txMachine* the)
{
	simNeedsBoard(the);
	simStatistics statistics;
	txInteger what = (mxArgc > 0) ? fxToInteger(the, mxArgv(0)) : -1;
	txInteger value = 0;
	if ((what < 0) || (what > LAST))
		return;
	simMeasure(the, &statistics);
	switch (what) {
	case 6: value = gTimerCount; break;
	case SYSTEM_FREE: value = statistics.freeBytes; break;
	case SLOTS: value = statistics.slotBytes; break;
	case CHUNKS: value = statistics.chunkBytes; break;
	case KEYS: value = statistics.keyCount; break;
	case COLLECTIONS: value = statistics.collections; break;
	case STACK: value = statistics.stackPeakSlots * (txInteger)sizeof(txSlot); break;
	}
	fxInteger(the, mxResult, value);
}

static void simInstrumentationMap(txMachine* the)
{
	simNeedsBoard(the);
	txString name = (mxArgc > 0) ? fxToString(the, mxArgv(0)) : (txString)"";
	txInteger i;
	for (i = 0; i <= LAST; i++) {
		if (!strcmp(gNames[i], name)) {
			fxInteger(the, mxResult, i);
			return;
		}
	}
}

static void simInstrumentationName(txMachine* the)
{
	simNeedsBoard(the);
	txInteger what = (mxArgc > 0) ? fxToInteger(the, mxArgv(0)) : -1;
	if ((0 <= what) && (what <= LAST))
		fxStringX(the, mxResult, (txString)gNames[what]);
}

const simNative gInstrumentationNatives[] = {
	{ "simInstrumentationGet", simInstrumentationGet },
	{ "simInstrumentationMap", simInstrumentationMap },
	{ "simInstrumentationName", simInstrumentationName },
	{ NULL, NULL }
};

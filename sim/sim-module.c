/*
 * The module `sim`, which boards have not: for tests, benchmarks and the
 * runner of the specification's suite.
 */
#include "simulator.h"

static const struct {
	const char* name;
	size_t offset;
} gFigures[] = {
#define SIM_FIGURE(NAME) { #NAME, offsetof(simStatistics, NAME) }
	SIM_FIGURE(slotSize), SIM_FIGURE(slotBytes), SIM_FIGURE(chunkBytes),
	SIM_FIGURE(slotHeapBytes), SIM_FIGURE(chunkHeapBytes), SIM_FIGURE(stackBytes),
	SIM_FIGURE(stackPeakSlots), SIM_FIGURE(freeBytes), SIM_FIGURE(unreservedBytes), SIM_FIGURE(tableBytes),
	SIM_FIGURE(keyCount), SIM_FIGURE(aliasCount), SIM_FIGURE(collections),
	SIM_FIGURE(peakSlotBytes), SIM_FIGURE(peakChunkBytes),
	SIM_FIGURE(flashSlotBytes), SIM_FIGURE(flashChunkBytes), SIM_FIGURE(flashCodeBytes), SIM_FIGURE(flashNameBytes),
};
#define SIM_FIGURE_COUNT ((int)(sizeof(gFigures) / sizeof(gFigures[0])))

static void simCollect(txMachine* the)
{
	simNeedsBoard(the);
	fxCollectGarbage(the);
}

/* measure(name): one figure, as an integer, so that nothing is allocated. */
static void simMeasureOne(txMachine* the)
{
	simNeedsBoard(the);
	simStatistics statistics;
	txString name = (mxArgc > 0) ? fxToString(the, mxArgv(0)) : (txString)"";
	int i;
	for (i = 0; i < SIM_FIGURE_COUNT; i++) {
		if (!strcmp(gFigures[i].name, name)) {
			simMeasure(the, &statistics);
			fxInteger(the, mxResult, *(int32_t*)((char*)&statistics + gFigures[i].offset));
			return;
		}
	}
	mxRangeError("no figure \"%s\"", name);
}

/* heap(into): all figures, as properties of `into` or of a new object. */
static void simHeap(txMachine* the)
{
	simNeedsBoard(the);
	simStatistics statistics;
	int i;
	simMeasure(the, &statistics);
	if ((mxArgc > 0) && (mxArgv(0)->kind == XS_REFERENCE_KIND))
		*mxResult = *mxArgv(0);
	else {
		mxPush(mxObjectPrototype);
		fxNewObjectInstance(the);
		mxPullSlot(mxResult);
	}
	for (i = 0; i < SIM_FIGURE_COUNT; i++) {
		mxPushInteger(*(int32_t*)((char*)&statistics + gFigures[i].offset));
		mxPushSlot(mxResult);
		fxSetID(the, fxID(the, (txString)gFigures[i].name));
		mxPop();
	}
}

static void simArgv(txMachine* the)
{
	simNeedsBoard(the);
	int i;
	mxPush(mxArrayPrototype);
	fxNewArrayInstance(the);
	fxArrayCacheBegin(the, the->stack);
	for (i = 0; i < gOptions.argc; i++) {
		mxPushStringC(gOptions.argv[i]);
		fxArrayCacheItem(the, the->stack + 1, the->stack);
		mxPop();
	}
	fxArrayCacheEnd(the, the->stack);
	mxPullSlot(mxResult);
}

static void simReadFileBuffer(txMachine* the)
{
	simNeedsBoard(the);
	size_t size;
	char* data;
	if (mxArgc < 1)
		mxSyntaxError("no path");
	data = simReadFile(fxToString(the, mxArgv(0)), &size);
	if (!data)
		mxURIError("%s: %s", mxArgv(0)->value.string, strerror(errno));
	fxArrayBuffer(the, mxResult, data, (txInteger)size, -1);
	free(data);
}

static void simWriteFile(txMachine* the)
{
	simNeedsBoard(the);
	FILE* file;
	txString path;
	int done;
	if (mxArgc < 2)
		mxSyntaxError("no data");
	path = fxToString(the, mxArgv(0));
	file = fopen(path, "wb");
	if (!file)
		mxURIError("%s: %s", path, strerror(errno));
	if ((mxArgv(1)->kind == XS_STRING_KIND) || (mxArgv(1)->kind == XS_STRING_X_KIND))
		done = fputs(mxArgv(1)->value.string, file) >= 0;
	else {
		txInteger size = fxGetArrayBufferLength(the, mxArgv(1));
		done = !size || (fwrite(fxToArrayBuffer(the, mxArgv(1)), size, 1, file) == 1);
	}
	if (fclose(file) || !done)
		mxURIError("%s: cannot be written", path);
}

/* now(): nanoseconds of a monotonic clock. */
static void simNow(txMachine* the)
{
	simNeedsBoard(the);
	fxNumber(the, mxResult, simMicroseconds() * 1000);
}

/* hasModule(name): whether importNow would find it. */
static void simHasModule(txMachine* the)
{
	simNeedsBoard(the);
	fxBoolean(the, mxResult, (mxArgc > 0) && simLocateScript(the, NULL, fxToString(the, mxArgv(0))));
}

/* importNow(name): the default export of a module, which is loaded when it is not yet. */
static void simImportNow(txMachine* the)
{
	simNeedsBoard(the);
	if (mxArgc < 1)
		mxSyntaxError("no name");
	mxPushSlot(mxArgv(0));
	fxAwaitImport(the, XS_IMPORT_DEFAULT);
	mxPullSlot(mxResult);
}

static void simExitCode(txMachine* the)
{
	simNeedsBoard(the);
	simExit((mxArgc > 0) ? fxToInteger(the, mxArgv(0)) : 0);
}

const simNative gSimNatives[] = {
	{ "simCollect", simCollect },
	{ "simMeasureOne", simMeasureOne },
	{ "simHeap", simHeap },
	{ "simArgv", simArgv },
	{ "simReadFileBuffer", simReadFileBuffer },
	{ "simWriteFile", simWriteFile },
	{ "simNow", simNow },
	{ "simHasModule", simHasModule },
	{ "simImportNow", simImportNow },
	{ "simExitCode", simExitCode },
	{ NULL, NULL }
};

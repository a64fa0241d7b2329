/*
 * What is measured, without disturbing it: nothing here allocates in XS.
 *
 * The peak of the XS stack is read from a pattern with which the unused part
 * is painted at the start; collections are counted by a root that the
 * collector marks.
 */
#include "simulator.h"

#define SIM_PAINT 0x5A

txMachine* gMachine;
simStatistics gAtMain;
static simStatistics gFlashSizes;
static simStatistics gFlashBase;
int32_t gNameBytes;
static int32_t gCollections;
static txSlot gWatch[2];

static void simCountCollection(txMachine* the, void* it, txMarkRoot mark)
{
	(void)the;
	(void)it;
	(void)mark;
	gCollections++;
}

static txHostHooks gWatchHooks = { NULL, simCountCollection, NULL };

void simWatchMachine(txMachine* the)
{
	memset(the->stackBottom, SIM_PAINT, (uint8_t*)the->stack - (uint8_t*)the->stackBottom);
	memset(gWatch, 0, sizeof(gWatch));
	gWatch[0].kind = XS_HOST_KIND;
	gWatch[0].flag = XS_HOST_HOOKS_FLAG;
	gWatch[0].value.host.data = gWatch;
	gWatch[0].value.host.variant.hooks = &gWatchHooks;
	fxRemember(the, gWatch);
}

static int simIsPainted(const txSlot* slot)
{
	const uint8_t* p = (const uint8_t*)slot;
	size_t i;
	for (i = 0; i < sizeof(txSlot); i++) {
		if (p[i] != SIM_PAINT)
			return 0;
	}
	return 1;
}

/* Downwards from what is in use: the bottom is no good, number conversion and regular expressions scribble there. */
static int32_t simStackPeak(txMachine* the)
{
	const txSlot* slot = the->stack;
	while ((slot > the->stackBottom) && !simIsPainted(slot - 1))
		slot--;
	return (int32_t)(the->stackTop - slot);
}

/*
 * The build machine's heaps are flash, and so are the bytecode and the names
 * beside them. With `base`, remembers what XS and the built-in modules take.
 */
void simMeasureFlash(txMachine* build, int base)
{
	simStatistics* s = base ? &gFlashBase : &gFlashSizes;
	simScript* script;
	if (base)
		fxCollectGarbage(build);
	s->flashSlotBytes = build->currentHeapCount * (int32_t)sizeof(txSlot);
	s->flashChunkBytes = build->currentChunksSize;
	s->flashNameBytes = gNameBytes;
	s->flashCodeBytes = 0;
	for (script = gScripts; script; script = script->next) {
		/* The body of a preloaded module is not linked; its functions are chunks already. */
		if (!script->preload)
			s->flashCodeBytes += script->code->codeSize;
	}
	if (base)
		s->flashCodeBytes = 0;
}

void simMeasure(txMachine* the, simStatistics* s)
{
	txBlock* block;
	int32_t freeChunks = 0;
	*s = gFlashSizes;
	s->slotSize = (int32_t)sizeof(txSlot);
	s->slotBytes = the->currentHeapCount * (int32_t)sizeof(txSlot);
	s->chunkBytes = the->currentChunksSize;
	s->slotHeapBytes = the->maximumHeapCount * (int32_t)sizeof(txSlot);
	s->chunkHeapBytes = the->maximumChunksSize;
	s->stackBytes = (int32_t)((uint8_t*)the->stackTop - (uint8_t*)the->stackBottom);
	s->stackPeakSlots = simStackPeak(the);
	for (block = the->firstBlock; block; block = block->nextBlock)
		freeChunks += (int32_t)(block->limit - block->current);
	s->freeBytes = s->slotHeapBytes - s->slotBytes + freeChunks;
	s->unreservedBytes = the->heap ? (int32_t)(the->heapEnd - the->heapPointer) : 0;
	s->freeBytes += s->unreservedBytes;
	s->keyCount = the->keyIndex - the->keyOffset;
	s->aliasCount = the->aliasCount;
	s->tableBytes = (int32_t)sizeof(txSlot*) *
		((int32_t)(the->keyCount - the->keyOffset) + the->nameModulo + the->symbolModulo + (int32_t)the->aliasCount);
	s->collections = gCollections;
	s->peakSlotBytes = the->peakHeapCount * (int32_t)sizeof(txSlot);
	s->peakChunkBytes = the->peakChunksSize;
}

static void simWriteStatistics(FILE* file, const char* name, const simStatistics* s)
{
	fprintf(file, "  \"%s\": { \"slotSize\": %d, \"slotBytes\": %d, \"chunkBytes\": %d, \"slotHeapBytes\": %d, \"chunkHeapBytes\": %d, "
		"\"stackBytes\": %d, \"stackPeakSlots\": %d, \"freeBytes\": %d, \"unreservedBytes\": %d, \"tableBytes\": %d, \"keyCount\": %d, \"aliasCount\": %d, "
		"\"collections\": %d, \"peakSlotBytes\": %d, \"peakChunkBytes\": %d }",
		name, s->slotSize, s->slotBytes, s->chunkBytes, s->slotHeapBytes, s->chunkHeapBytes,
		s->stackBytes, s->stackPeakSlots, s->freeBytes, s->unreservedBytes, s->tableBytes, s->keyCount, s->aliasCount,
		s->collections, s->peakSlotBytes, s->peakChunkBytes);
}

static void simWriteFlash(FILE* file, const char* name, const simStatistics* s)
{
	fprintf(file, "  \"%s\": { \"slotBytes\": %d, \"chunkBytes\": %d, \"codeBytes\": %d, \"nameBytes\": %d },\n",
		name, s->flashSlotBytes, s->flashChunkBytes, s->flashCodeBytes, s->flashNameBytes);
}

/* The report for other programs, in JSON, when one was asked for. */
void simWriteReport(int exitCode)
{
	simStatistics atEnd;
	simScript* script;
	const char* separator = "";
	FILE* file;
	if (!gOptions.reportPath)
		return;
	file = fopen(gOptions.reportPath, "w");
	if (!file)
		return;
	fprintf(file, "{\n  \"exitCode\": %d,\n  \"pointerBits\": %d,\n", exitCode, (int)sizeof(void*) * 8);
	simWriteFlash(file, "flash", &gFlashSizes);
	simWriteFlash(file, "flashBase", &gFlashBase);
	fputs("  \"modules\": [", file);
	for (script = gScripts; script; script = script->next) {
		fprintf(file, "%s\n    { \"name\": \"%s\", \"codeBytes\": %d, \"preloaded\": %s, \"builtIn\": %s }", separator, script->name,
			script->code ? script->code->codeSize : 0, script->preload ? "true" : "false", script->host ? "true" : "false");
		separator = ",";
	}
	fputs("\n  ]", file);
	if (gMachine) {
		simMeasure(gMachine, &atEnd);
		fputs(",\n", file);
		simWriteStatistics(file, "atMain", &gAtMain);
		fputs(",\n", file);
		simWriteStatistics(file, "atEnd", &atEnd);
	}
	fputs("\n}\n", file);
	fclose(file);
}

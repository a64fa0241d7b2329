/*
 * Where slots and chunks lie.
 *
 * The build machine's become flash: they are mapped apart and made read-only
 * before the application starts, so that a write into them ends the run as it
 * would end a board's, instead of going unnoticed.
 *
 * The running machine's are either two heaps of system memory, which grow by
 * the creation's increments (ESP32), or one static block in which chunks grow
 * upwards and slots downwards, the stack being the first of the slots (pico):
 * the machine then gets those bytes and no more.
 */
#include "simulator.h"
#include <signal.h>
#include <sys/mman.h>

typedef struct simFlash simFlash;
struct simFlash {
	simFlash* next;
	uint8_t* start;
	size_t size;
};

static simFlash* gFlash;
static int gFlashProtected;

static void* simAllocateFlash(size_t size)
{
	simFlash* flash = malloc(sizeof(simFlash));
	void* result = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (!flash || (result == MAP_FAILED))
		return NULL;
	flash->start = result;
	flash->size = size;
	flash->next = gFlash;
	gFlash = flash;
	return result;
}

int simIsFlash(const void* address)
{
	simFlash* flash;
	for (flash = gFlash; flash; flash = flash->next) {
		if ((flash->start <= (uint8_t*)address) && ((uint8_t*)address < flash->start + flash->size))
			return 1;
	}
	return 0;
}

static void simFault(int number, siginfo_t* info, void* context)
{
	(void)context;
	if (simIsFlash(info->si_addr))
		simFail(SIM_EXIT_FLASH_WRITE, "write to flash: a preloaded object was changed where XS does not check");
	simFail(SIM_EXIT_ABORT, "signal %d in the engine", number);
}

void simProtectFlash(void)
{
	struct sigaction action;
	simFlash* flash;
	static uint8_t stack[65536];
	stack_t alternate = { .ss_sp = stack, .ss_size = sizeof(stack) };
	sigaltstack(&alternate, NULL);
	memset(&action, 0, sizeof(action));
	action.sa_sigaction = simFault;
	action.sa_flags = SA_SIGINFO | SA_ONSTACK;
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
	for (flash = gFlash; flash; flash = flash->next)
		mprotect(flash->start, flash->size, PROT_READ);
	gFlashProtected = 1;
}

void fxCreateMachinePlatform(txMachine* the)
{
	txSize size;
	the->fakeCallback = NULL;
	if (!gMachine && !gFlashProtected)
		return;
	size = gOptions.creation.staticSize;
	if (size) {
		the->heap = malloc(size);
		if (!the->heap)
			simFail(SIM_EXIT_USAGE, "out of system memory");
		the->heapPointer = the->heap;
		the->heapEnd = the->heap + size;
	}
}

void fxDeleteMachinePlatform(txMachine* the)
{
	free(the->heap);
}

void* fxAllocateChunks(txMachine* the, txSize size)
{
	txBlock* block = the->firstBlock;
	uint8_t* result;
	if (!gFlashProtected)
		return simAllocateFlash(size);
	if (!the->heap)
		return malloc(size);
	if (block) {
		/* What is free at the end of the block counts; XS adds `size` to limit and maximum. */
		txSize grow = size - (txSize)sizeof(txBlock) - (txSize)(block->limit - block->current);
		if (grow > the->heapEnd - the->heapPointer)
			return NULL;
		the->heapPointer += grow;
		block->limit = (txByte*)the->heapPointer - size;
		the->maximumChunksSize += grow - size;
		return block->limit;
	}
	if (size > the->heapEnd - the->heapPointer)
		return NULL;
	result = the->heapPointer;
	the->heapPointer += size;
	return result;
}

txSlot* fxAllocateSlots(txMachine* the, txSize count)
{
	txSize size = count * (txSize)sizeof(txSlot);
	if (!gFlashProtected)
		return simAllocateFlash(size);
	if (!the->heap)
		return malloc(size);
	if ((size > the->heapEnd - the->heapPointer) && the->firstBlock) {
		/* Chunks give back what they do not use. */
		fxCollect(the, XS_COMPACT_FLAG | XS_ORGANIC_FLAG);
		the->maximumChunksSize -= (txSize)(the->firstBlock->limit - the->firstBlock->current);
		the->heapPointer = (uint8_t*)the->firstBlock->current;
		the->firstBlock->limit = the->firstBlock->current;
	}
	if (size > the->heapEnd - the->heapPointer)
		return NULL;
	the->heapEnd -= size;
	return (txSlot*)the->heapEnd;
}

void fxFreeChunks(txMachine* the, void* chunks)
{
	if (!the->heap && gFlashProtected)
		free(chunks);
}

void fxFreeSlots(txMachine* the, void* slots)
{
	if (!the->heap && gFlashProtected)
		free(slots);
}

char* fxCStackLimit(void)
{
	/* main.c runs XS on a thread with this much left below; boards have 8 to 10 KB. */
	extern char* gNativeStackLimit;
	return gNativeStackLimit;
}

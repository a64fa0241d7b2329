/*
 * What the files of the simulator share. One file is one noun:
 *
 *   main.c             the order of work
 *   options.c          command line and configuration file
 *   script.c           source text to bytecode, as it lies in flash
 *   registry.c         which modules there are, and under which names
 *   modules.c          XS's hooks that find and load modules
 *   link.c             how host functions are made (as the SDK's linker does)
 *   preload.c          the machine of the build
 *   strip.c            which built-ins it leaves out
 *   freeze.c           how its heap becomes flash
 *   heap.c             where slots and chunks lie, the static block
 *   abort.c            every way to end, with its exit code
 *   report.c           trace() and XS's own messages
 *   loop.c             promise jobs and timers until idle
 *   statistics.c       what is measured, without disturbing it
 *   resource.c, time.c, timer.c, instrumentation.c, sim-module.c
 *                      the C side of the modules in modules/
 */
#ifndef SIMULATOR_H
#define SIMULATOR_H

#include "xsAll.h"
#include "xsScript.h"

enum {
	SIM_EXIT_OK = 0,
	SIM_EXIT_EXCEPTION = 1,
	SIM_EXIT_USAGE = 2,
	SIM_EXIT_BUILD = 3,
	SIM_EXIT_MEMORY_FULL = 10,
	SIM_EXIT_STACK_OVERFLOW = 11,
	SIM_EXIT_ABORT = 12,
	SIM_EXIT_FLASH_WRITE = 13,
};

/* A name and what it stands for: modules, resources, host functions. */
typedef struct simPair simPair;
struct simPair {
	simPair* next;
	char* name;
	char* value;
};

typedef struct {
	txCreation creation;
	simPair* modules;	/* specifier, file */
	simPair* preloads;	/* specifier, null */
	simPair* resources;	/* name, file */
	char* app;
	char* reportPath;
	int preloadDisabled;
	int mod;
	int strip;
	int argc;
	char** argv;
} simOptions;

/* A module: its bytecode lies in flash, and so does whatever it names. */
typedef struct simScript simScript;
struct simScript {
	simScript* next;
	char* name;		/* as XS knows it, without extension */
	char* file;		/* null for the modules built into the simulator */
	int host;		/* built in */
	int preload;	/* its body runs on the build machine */
	int mod;		/* its names are not in flash: it came after linking */
	txScript* code;
	txHostFunctionBuilder* builders;
	int builderCount;
};

typedef struct {
	const char* name;
	txCallback callback;
} simNative;

/* options.c */
extern simOptions gOptions;
extern void simParseOptions(int argc, char** argv);
extern simPair* simAddPair(simPair** list, const char* name, const char* value);
extern char* simReadFile(const char* path, size_t* size);

/* registry.c */
extern simScript* gScripts;
extern simScript* simFindScript(const char* name);
extern simScript* simAddScript(txMachine* the, const char* name, const char* file);
extern void simAddHostScripts(txMachine* the);
extern void simAddImports(txMachine* the);
extern char* simResolve(const char* importer, const char* specifier);
extern char* simModuleName(const char* specifier);
extern simScript* simLocateScript(txMachine* the, simScript* importer, const char* specifier);

/* script.c */
extern txScript* simCompile(txMachine* the, const char* path, const char* source, size_t size, int host);
extern void simNameScript(txMachine* the, simScript* script);
extern void simArchiveScript(simScript* script);
typedef void (*simVisitCode)(void* context, txByte* instruction, txByte* operand);
extern void simForEachCode(txScript* script, simVisitCode visit, void* context);
extern void simBindHosts(txMachine* the, simScript* script);
extern void simForEachString(txScript* code, void (*visit)(void* context, const char* string), void* context);
extern const simNative* simFindNative(const char* name);

/* preload.c */
extern txMachine* simCreateBuildMachine(void);
extern void simPreload(txMachine* the, int host);

/* strip.c */
extern void simStrip(txMachine* the);

/* freeze.c */
extern void simFreeze(txMachine* the);

/* heap.c */
extern void simProtectFlash(void);
extern int simIsFlash(const void* address);

/* link.c */
extern void simRunModule(txMachine* the, const char* name, int callDefault);

/* abort.c */
extern XS_FUNCTION_NORETURN void simExit(int code);
extern XS_FUNCTION_NORETURN void simFail(int code, const char* format, ...) __attribute__((format(printf, 2, 3)));
extern XS_FUNCTION_NORETURN void simUncaught(txMachine* the, const char* what);

/* report.c */
extern char gLastReport[256];

/* loop.c */
extern void simRunLoop(txMachine* the);
extern double simMicroseconds(void);
extern int gTimerCount;

/* statistics.c */
typedef struct {
	/* RAM, of the machine that runs */
	int32_t slotSize;		/* bytes in one slot, 16 on boards */
	int32_t slotBytes;		/* in use, or garbage not yet collected */
	int32_t chunkBytes;		/* likewise */
	int32_t slotHeapBytes;	/* reserved for slots */
	int32_t chunkHeapBytes;	/* reserved for chunks */
	int32_t stackBytes;		/* the whole XS stack */
	int32_t stackPeakSlots;
	int32_t freeBytes;		/* what slots and chunks may still take */
	int32_t unreservedBytes;	/* of the static block, taken by neither slots nor chunks */
	int32_t tableBytes;		/* keys, names, symbols and aliases: system memory */
	int32_t keyCount;		/* names made at run time */
	int32_t aliasCount;
	int32_t collections;
	int32_t peakSlotBytes;
	int32_t peakChunkBytes;
	/* flash */
	int32_t flashSlotBytes;
	int32_t flashChunkBytes;
	int32_t flashCodeBytes;
	int32_t flashNameBytes;
} simStatistics;
extern void simWatchMachine(txMachine* the);
extern void simMeasureFlash(txMachine* build, int base);
extern void simMeasure(txMachine* the, simStatistics* statistics);
extern void simWriteReport(int exitCode);
extern txMachine* gMachine;	/* the machine that runs, once there is one */
extern simStatistics gAtMain;
extern int32_t gNameBytes;

/* What reaches for the chip cannot run on the build machine. */
#define simNeedsBoard(THE) \
	if ((THE) != gMachine) mxTypeError("not available while preloading")

/* natives of the built-in modules; a null name ends each */
extern const simNative gResourceNatives[];
extern const simNative gTimeNatives[];
extern const simNative gTimerNatives[];
extern const simNative gInstrumentationNatives[];
extern const simNative gSimNatives[];

#endif

/*
 * The order of work: what happens on the build machine (compile, preload,
 * freeze), then what happens on the board (clone, run until idle).
 */
#include "simulator.h"
#include <pthread.h>

#define SIM_NATIVE_STACK (64 * 1024 * 1024)
#define SIM_NATIVE_MARGIN (256 * 1024)

char* gNativeStackLimit;

static void simAddModules(txMachine* the, const char* mainName)
{
	simPair* pair;
	for (pair = gOptions.modules; pair; pair = pair->next) {
		char* name = simModuleName(pair->name);
		if (!simFindScript(name))
			simAddScript(the, name, pair->value);
		free(name);
	}
	if (!simFindScript(mainName))
		simAddScript(the, mainName, gOptions.app);
	simAddHostScripts(the);
	simAddImports(the);
}

/* The name the map gives to the application's file, else the file's own. */
static char* simMainName(void)
{
	const char* slash = strrchr(gOptions.app, '/');
	simPair* pair;
	for (pair = gOptions.modules; pair; pair = pair->next) {
		if (!strcmp(pair->value, gOptions.app))
			return simModuleName(pair->name);
	}
	return simModuleName(slash ? slash + 1 : gOptions.app);
}

static void simMarkPreloads(void)
{
	simPair* pair;
	for (pair = gOptions.preloads; pair; pair = pair->next) {
		char* name = simModuleName(pair->name);
		simScript* script = simFindScript(name);
		if (!script)
			simFail(SIM_EXIT_USAGE, "--preload %s: no such module", pair->name);
		if (!gOptions.preloadDisabled)
			script->preload = 1;
		free(name);
	}
}

/* Links the built-in modules, or the application's: code to where it runs, names to numbers. */
static void simNameScripts(txMachine* the, int host)
{
	simScript* script;
	for (script = gScripts; script; script = script->next) {
		if (script->host != host)
			continue;
		script->mod = (gOptions.preloadDisabled || gOptions.mod) && !host && !script->preload;
		if (!script->preload)
			simArchiveScript(script);
		if (!script->mod)
			simNameScript(the, script);
	}
}

static void* simMain(void* it)
{
	txMachine* build;
	simScript* script;
	char* mainName;
	gNativeStackLimit = (char*)__builtin_frame_address(0) - SIM_NATIVE_STACK + SIM_NATIVE_MARGIN;
	(void)it;
	simMicroseconds();

	mainName = simMainName();
	build = simCreateBuildMachine();
	simAddModules(build, mainName);
	simMarkPreloads();
	simNameScripts(build, 1);
	simPreload(build, 1);
	simMeasureFlash(build, 1);
	simNameScripts(build, 0);
	simPreload(build, 0);
	simFreeze(build);
	simMeasureFlash(build, 0);
	simProtectFlash();

	gMachine = fxCloneMachine(&gOptions.creation, build, "main", NULL);
	if (!gMachine)
		simFail(SIM_EXIT_ABORT, "cannot create the machine");
	simWatchMachine(gMachine);
	for (script = gScripts; script; script = script->next) {
		if (script->mod)
			simNameScript(gMachine, script);
	}
	simMeasure(gMachine, &gAtMain);
	simRunModule(gMachine, mainName, 1);
	simRunLoop(gMachine);
	simExit(SIM_EXIT_OK);
}

int main(int argc, char** argv)
{
	static char buffer[65536];
	pthread_attr_t attributes;
	pthread_t thread;
	setvbuf(stdout, buffer, _IOFBF, sizeof(buffer));
	simParseOptions(argc, argv);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, SIM_NATIVE_STACK);
	if (pthread_create(&thread, &attributes, simMain, NULL))
		simFail(SIM_EXIT_USAGE, "cannot create a thread");
	pthread_join(thread, NULL);
	return SIM_EXIT_ABORT;
}

/*
 * The machine of the build. It runs the bodies of what is preloaded; freeze.c
 * then makes flash of it.
 */
#include "simulator.h"

txMachine* simCreateBuildMachine(void)
{
	txCreation creation = {
		.initialChunkSize = 8 * 1024 * 1024,
		.incrementalChunkSize = 8 * 1024 * 1024,
		.initialHeapCount = 128 * 1024,
		.incrementalHeapCount = 128 * 1024,
		.stackCount = 16 * 1024,
		.initialKeyCount = 8 * 1024,
		.incrementalKeyCount = 8 * 1024,
		/* The running machine must have the same, or it finds no name. */
		.nameModulo = gOptions.creation.nameModulo,
		.symbolModulo = gOptions.creation.symbolModulo,
		.parserBufferSize = 256 * 1024,
		.parserTableModulo = 1993,
	};
	txMachine* the = fxCreateMachine(&creation, "build", NULL, XS_NO_ID);
	if (!the)
		simFail(SIM_EXIT_BUILD, "cannot create the build machine");
	return the;
}

/* Runs the bodies of modules to preload, built-in ones or the application's, and the promise jobs these leave. */
void simPreload(txMachine* the, int host)
{
	simScript* script;
	for (script = gScripts; script; script = script->next) {
		if (script->preload && (script->host == host)) {
			simRunModule(the, script->name, 0);
			fxCollectGarbage(the);
		}
	}
	while (the->promiseJobs) {
		the->promiseJobs = 0;
		fxRunPromiseJobs(the);
		fxCollectGarbage(the);
	}
}

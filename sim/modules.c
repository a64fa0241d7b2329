/*
 * XS's hooks that find and load modules, with the rules of the boards: a
 * specifier is a name of the manifest, or is relative to the importing module.
 */
#include "simulator.h"

txID fxFindModule(txMachine* the, txSlot* realm, txID moduleID, txSlot* slot)
{
	char specifier[C_PATH_MAX];
	simScript* importer = NULL;
	simScript* script;
	(void)realm;
	fxToStringBuffer(the, slot, specifier, sizeof(specifier));
	if (moduleID != XS_NO_ID)
		importer = simFindScript(fxGetKeyName(the, moduleID));
	script = simLocateScript(the, importer, specifier);
	if (!script)
		return XS_NO_ID;
	return fxNewNameC(the, script->name);
}

void fxLoadModule(txMachine* the, txSlot* module, txID moduleID)
{
	simScript* script = simFindScript(fxGetKeyName(the, moduleID));
	txScript code;
	if (!script)
		return;
	if (script->code->symbolsBuffer) {
		/* Found only now, by a name put together at run time: like a mod. */
		script->mod = 1;
		simArchiveScript(script);
		simNameScript(the, script);
	}
	code = *script->code;
	fxResolveModule(the, module, moduleID, &code, C_NULL, C_NULL);
}

/* Imports a module, and calls its default export if that is a function, as boards do with `main`. */
void simRunModule(txMachine* the, const char* name, int callDefault)
{
	gLastReport[0] = 0;
	fxBeginHost(the);
	mxTry(the) {
		mxPushStringX((txString)name);
		fxAwaitImport(the, XS_IMPORT_NAMESPACE);
		if (callDefault) {
			mxGetID(mxID(_default));
			if (fxIsCallable(the, the->stack)) {
				txSlot* function;
				mxTemporary(function);
				*function = the->stack[1];
				mxPushUndefined();
				mxPushSlot(function);
				mxCall();
				mxRunCount(0);
			}
		}
	}
	mxCatch(the) {
		simUncaught(the, "uncaught exception");
	}
	fxEndHost(the);
}

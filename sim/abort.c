/*
 * Every way to end: one line on standard error, and an exit code of its own.
 * On a board an abort restarts the chip; nothing catches it, so neither do we.
 */
#include "simulator.h"
#include <signal.h>

void simExit(int code)
{
	fflush(stdout);
	simWriteReport(code);
	fflush(stderr);
	_exit(code);
}

void simFail(int code, const char* format, ...)
{
	va_list arguments;
	fflush(stdout);
	fputs("xs: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	simExit(code);
}

/* The exception as text; a second exception while we look at it is ignored. */
static void simDescribe(txMachine* the, char* buffer, size_t size)
{
	buffer[0] = 0;
	mxTry(the) {
		txSlot* stack = the->stack;
		mxPush(mxException);
		if (the->stack->kind == XS_REFERENCE_KIND) {
			mxDub();
			mxGetID(mxID(_stack));
			if ((the->stack->kind != XS_STRING_KIND) && (the->stack->kind != XS_STRING_X_KIND)) {
				mxPop();
				mxDub();
			}
		}
		snprintf(buffer, size, "%s", fxToString(the, the->stack));
		the->stack = stack;
	}
	mxCatch(the) {
		snprintf(buffer, size, "(the exception has no description)");
	}
}

void simUncaught(txMachine* the, const char* what)
{
	char buffer[2048];
	simDescribe(the, buffer, sizeof(buffer));
	simFail((the == gMachine) ? SIM_EXIT_EXCEPTION : SIM_EXIT_BUILD, "%s%s: %s",
		(the == gMachine) ? "" : "while preloading: ", what, buffer);
}

void fxAbort(txMachine* the, int status)
{
	const char* where = gMachine ? "" : " (while preloading)";
	const char* detail = gLastReport[0] ? gLastReport : NULL;
	switch (status) {
	case XS_NOT_ENOUGH_MEMORY_EXIT:
		simFail(SIM_EXIT_MEMORY_FULL, "memory full%s%s%s", where, detail ? ": " : "", detail ? detail : "");
	case XS_STACK_OVERFLOW_EXIT:
		if ((char*)&detail <= the->stackLimit)
			simFail(SIM_EXIT_STACK_OVERFLOW, "stack overflow%s: native stack", where);
		simFail(SIM_EXIT_STACK_OVERFLOW, "stack overflow%s: %d slots of XS stack", where, (int)(the->stackTop - the->stackBottom));
	case XS_UNHANDLED_EXCEPTION_EXIT:
		simUncaught(the, "unhandled exception");
	case XS_UNHANDLED_REJECTION_EXIT:
		simUncaught(the, "unhandled rejection");
	case XS_NO_MORE_KEYS_EXIT:
		simFail(SIM_EXIT_ABORT, "not enough keys%s", where);
	case XS_DEAD_STRIP_EXIT:
		simFail(SIM_EXIT_ABORT, "dead strip%s", where);
	case XS_FATAL_CHECK_EXIT:
		simFail(SIM_EXIT_ABORT, "fatal check%s", where);
	case XS_DEBUGGER_EXIT:
		simFail(SIM_EXIT_ABORT, "debugger%s", where);
	default:
		simFail(SIM_EXIT_ABORT, "abort %d%s", status, where);
	}
}

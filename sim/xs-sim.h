/*
 * The platform header of the simulator: what XS's own sources are compiled
 * with. XS takes it through -DXSPLATFORM="xs-sim.h".
 *
 * The choices are those of the boards' release firmware (no debugger, no
 * metering, no instrumentation; no minus zero of integer kind, no canonical
 * NaN, UTF-8 strings), plus `mxLink`, which hands the making of host functions
 * to us as it does to the SDK's linker (see link.c).
 */
#ifndef XS_SIM_H
#define XS_SIM_H

#define _GNU_SOURCE 1

#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define mxExport extern
#define mxImport extern
#define XS_FUNCTION_NORETURN __attribute__((noreturn))

/* Release firmware of XS 13.3 did not check its stack; that of today (XS 17) does. */
#define mxBoundsCheck 1

#define mxRun 1
#define mxParse 1
#define mxLink 1
#define mxNoConsole 1
#define mxHostFunctionPrimitive 1
#define mxNoFunctionLength 1
#define mxNoFunctionName 1
#define mxFewGlobalsTable 1
#define mxMisalignedSettersCrash 1

/* A 64-bit slot has room for a 32-bit identifier; a board's has not. */
#if INTPTR_MAX == INT64_MAX
	#define mx32bitID 1
#endif

#define mxUseDefaultCStackLimit 0
#define mxUseDefaultBuildKeys 1
#define mxUseDefaultParseScript 1
#define mxUseDefaultSharedChunks 1

/*
 * heap, heapPointer, heapEnd: the static block of boards that have one.
 * fakeCallback: XS compiled with mxLink compares host functions with it;
 * null lets all of them be called.
 */
#define mxMachinePlatform \
	void* host; \
	uint8_t* heap; \
	uint8_t* heapPointer; \
	uint8_t* heapEnd; \
	void* fakeCallback; \
	int promiseJobs; \
	void* waiterCondition; \
	void* waiterData; \
	void* waiterLink;

/* What the changes to XS's compiler refer to: see arrow.c. */
extern void simBindThis(void* it, void* binder);
extern void simBindSuper(void* it, void* binder);
#define simKeepsThis(NODE_FLAGS, SCOPE_FLAGS) \
	(((NODE_FLAGS) & mxArrowFlag) && (((NODE_FLAGS) & mxDefaultFlag) || ((SCOPE_FLAGS) & mxEvalFlag)))

#endif

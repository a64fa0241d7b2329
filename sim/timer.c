/*
 * The module `timer`; its shape is the SDK's. A timer costs what it costs
 * there: a host object of two slots, which is held while the timer is set.
 */
#include "simulator.h"

typedef struct simTimer simTimer;
struct simTimer {
	simTimer* next;
	double when;		/* microseconds */
	double repeat;		/* microseconds, 0 for once */
	int scheduled;
	int due;
	txSlot self;
	txSlot* callback;
};

static simTimer* gTimers;
int gTimerCount;

static void simMarkTimer(txMachine* the, void* it, txMarkRoot mark)
{
	simTimer* timer = it;
	if (timer && timer->callback) {
		txSlot slot;
		memset(&slot, 0, sizeof(slot));
		slot.kind = XS_REFERENCE_KIND;
		slot.value.reference = timer->callback;
		(*mark)(the, &slot);
	}
}

static txHostHooks gTimerHooks = { NULL, simMarkTimer, NULL };

static void simRemoveTimer(txMachine* the, simTimer* timer)
{
	simTimer** address = &gTimers;
	while (*address && (*address != timer))
		address = &(*address)->next;
	if (*address)
		*address = timer->next;
	fxSetHostData(the, &timer->self, NULL);
	fxForget(the, &timer->self);
	free(timer);
	gTimerCount--;
}

static void simAddTimer(txMachine* the, double milliseconds, double repeat)
{
	simTimer* timer;
	simTimer** address = &gTimers;
	if ((mxArgc < 1) || (mxArgv(0)->kind != XS_REFERENCE_KIND))
		mxTypeError("callback is no function");
	timer = calloc(1, sizeof(simTimer));
	if (!timer)
		simFail(SIM_EXIT_USAGE, "out of system memory");
	fxNewHostObject(the, NULL);
	timer->self = *the->stack;
	*mxResult = *the->stack;
	mxPop();
	timer->callback = mxArgv(0)->value.reference;
	timer->when = simMicroseconds() + milliseconds * 1000;
	timer->repeat = repeat * 1000;
	timer->scheduled = 1;
	while (*address)
		address = &(*address)->next;
	*address = timer;
	gTimerCount++;
	fxSetHostData(the, &timer->self, timer);
	fxSetHostHooks(the, &timer->self, &gTimerHooks);
	fxRemember(the, &timer->self);
}

static simTimer* simGetTimer(txMachine* the)
{
	txSlot* host;
	if ((mxArgc < 1) || (mxArgv(0)->kind != XS_REFERENCE_KIND))
		return NULL;
	host = mxArgv(0)->value.reference->next;
	if (!host || (host->kind != XS_HOST_KIND) || !(host->flag & XS_HOST_HOOKS_FLAG) || (host->value.host.variant.hooks != &gTimerHooks))
		return NULL;
	return host->value.host.data;
}

static void simTimerSet(txMachine* the)
{
	simNeedsBoard(the);
	simAddTimer(the, (mxArgc > 1) ? fxToInteger(the, mxArgv(1)) : 0, (mxArgc > 2) ? fxToInteger(the, mxArgv(2)) : 0);
}

static void simTimerRepeat(txMachine* the)
{
	simNeedsBoard(the);
	double interval = (mxArgc > 1) ? fxToInteger(the, mxArgv(1)) : 0;
	simAddTimer(the, interval, interval);
}

static void simTimerSchedule(txMachine* the)
{
	simNeedsBoard(the);
	simTimer* timer = simGetTimer(the);
	if (!timer)
		mxTypeError("no timer");
	timer->scheduled = (mxArgc > 1);
	if (timer->scheduled) {
		timer->when = simMicroseconds() + fxToInteger(the, mxArgv(1)) * 1000.0;
		timer->repeat = (mxArgc > 2) ? fxToInteger(the, mxArgv(2)) * 1000.0 : 0;
	}
}

static void simTimerClear(txMachine* the)
{
	simNeedsBoard(the);
	simTimer* timer = simGetTimer(the);
	if (timer)
		simRemoveTimer(the, timer);
}

static void simSleep(double microseconds)
{
	if (microseconds > 0) {
		fflush(stdout);
		usleep((useconds_t)microseconds);
	}
}

static void simTimerDelay(txMachine* the)
{
	simNeedsBoard(the);
	simSleep((mxArgc > 0) ? fxToInteger(the, mxArgv(0)) * 1000.0 : 0);
}

static void simFireTimer(txMachine* the, simTimer* timer)
{
	fxBeginHost(the);
	mxTry(the) {
		mxPush(mxGlobal);
		mxPushReference(timer->callback);
		mxCall();
		mxPushSlot(&timer->self);
		mxRunCount(1);
		mxPop();
	}
	mxCatch(the) {
		simUncaught(the, "uncaught exception in a timer");
	}
	fxEndHost(the);
}

/*
 * Waits for the next timers and fires all that are due. False when no timer
 * is scheduled any more. A callback may clear any timer, so each is looked
 * for again after each call.
 */
int simRunTimers(txMachine* the)
{
	simTimer* timer;
	double now, next = -1;
	for (timer = gTimers; timer; timer = timer->next) {
		if (timer->scheduled && ((next < 0) || (timer->when < next)))
			next = timer->when;
	}
	if (next < 0)
		return 0;
	simSleep(next - simMicroseconds());
	now = simMicroseconds();
	for (timer = gTimers; timer; timer = timer->next)
		timer->due = timer->scheduled && (timer->when <= now);
	for (;;) {
		simTimer* found = NULL;
		for (timer = gTimers; timer; timer = timer->next) {
			if (timer->due && (!found || (timer->when < found->when)))
				found = timer;
		}
		if (!found)
			return 1;
		found->due = 0;
		if (found->repeat)
			found->when = now + found->repeat;
		else
			found->scheduled = 0;
		simFireTimer(the, found);
		for (timer = gTimers; timer && (timer != found); timer = timer->next)
			;
		if (timer && !timer->scheduled && !timer->repeat)
			simRemoveTimer(the, timer);
		while (the->promiseJobs) {
			the->promiseJobs = 0;
			fxRunPromiseJobs(the);
		}
	}
}

const simNative gTimerNatives[] = {
	{ "simTimerSet", simTimerSet },
	{ "simTimerRepeat", simTimerRepeat },
	{ "simTimerSchedule", simTimerSchedule },
	{ "simTimerClear", simTimerClear },
	{ "simTimerDelay", simTimerDelay },
	{ NULL, NULL }
};

/* Promise jobs and timers, until there are none. */
#include "simulator.h"

extern int simRunTimers(txMachine* the);

void fxQueuePromiseJobs(txMachine* the)
{
	the->promiseJobs = 1;
}

double simMicroseconds(void)
{
	static struct timespec start;
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!start.tv_sec)
		start = now;
	return (double)(now.tv_sec - start.tv_sec) * 1e6 + (double)(now.tv_nsec - start.tv_nsec) / 1e3;
}

void simRunLoop(txMachine* the)
{
	do {
		while (the->promiseJobs) {
			the->promiseJobs = 0;
			fxRunPromiseJobs(the);
		}
		fxBeginHost(the);
		fxEndHost(the);	/* ends the job: finalization, rejections nobody can handle any more */
	} while (simRunTimers(the) || the->promiseJobs);
	fxCheckUnhandledRejections(the, 1);
}

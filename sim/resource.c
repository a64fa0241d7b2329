/*
 * The module `Resource`: a read-only view of a file, as the SDK's is of flash.
 * The file is mapped, so that nothing of it lies in XS's heaps.
 */
#include "simulator.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

typedef struct simMapping simMapping;
struct simMapping {
	simMapping* next;
	char* path;
	void* data;
	size_t size;
};

static simMapping* gMappings;

static simMapping* simMapFile(const char* path)
{
	static const char empty[1] = "";
	simMapping* mapping;
	struct stat status;
	int file;
	for (mapping = gMappings; mapping; mapping = mapping->next) {
		if (!strcmp(mapping->path, path))
			return mapping;
	}
	file = open(path, O_RDONLY);
	if (file < 0)
		return NULL;
	if (fstat(file, &status) || !S_ISREG(status.st_mode)) {
		close(file);
		return NULL;
	}
	mapping = calloc(1, sizeof(simMapping));
	mapping->path = strdup(path);
	mapping->size = (size_t)status.st_size;
	mapping->data = mapping->size ? mmap(NULL, mapping->size, PROT_READ, MAP_PRIVATE, file, 0) : (void*)empty;
	close(file);
	if (mapping->data == MAP_FAILED)
		simFail(SIM_EXIT_USAGE, "%s: %s", path, strerror(errno));
	mapping->next = gMappings;
	gMappings = mapping;
	return mapping;
}

/* A name of the manifest, else a file beside the application. */
static simMapping* simFindResource(const char* name)
{
	simPair* pair;
	simMapping* mapping = NULL;
	char* path;
	for (pair = gOptions.resources; pair; pair = pair->next) {
		if (!strcmp(pair->name, name))
			return simMapFile(pair->value);
	}
	if (gOptions.resources || (name[0] == '/') || strstr(name, ".."))
		return NULL;
	path = simResolve(gOptions.app, name);
	mapping = simMapFile(path);
	free(path);
	return mapping;
}

static void simResourceDestructor(void* data)
{
	(void)data;	/* the mapping stays, as flash does */
}

static void simResourceConstructor(txMachine* the)
{
	simNeedsBoard(the);
	simMapping* mapping;
	if (mxArgc < 1)
		mxSyntaxError("no path");
	mapping = simFindResource(fxToString(the, mxArgv(0)));
	if (!mapping)
		mxURIError("Resource not found: %s", mxArgv(0)->value.string);
	fxSetHostBuffer(the, mxThis, mapping->data, (txSize)mapping->size);
	fxPetrifyHostBuffer(the, mxThis);
}

static void simResourceExists(txMachine* the)
{
	simNeedsBoard(the);
	fxBoolean(the, mxResult, (mxArgc > 0) && simFindResource(fxToString(the, mxArgv(0))));
}

static void simResourceByteLength(txMachine* the)
{
	simNeedsBoard(the);
	fxInteger(the, mxResult, fxGetHostBufferLength(the, mxThis));
}

static void simResourceSlice(txMachine* the)
{
	simNeedsBoard(the);
	txInteger length = fxGetHostBufferLength(the, mxThis);
	char* data = fxGetHostData(the, mxThis);
	txInteger begin = (mxArgc > 0) ? fxToInteger(the, mxArgv(0)) : 0;
	txInteger end = (mxArgc > 1) ? fxToInteger(the, mxArgv(1)) : length;
	txBoolean copy = (mxArgc > 2) ? fxToBoolean(the, mxArgv(2)) : 1;
	if (begin < 0)
		begin = 0;
	if (end < begin)
		end = begin;
	else if (end > length)
		end = length;
	if (copy) {
		fxArrayBuffer(the, mxResult, data + begin, end - begin, -1);
		return;
	}
	fxNewHostObject(the, C_NULL);
	mxPullSlot(mxResult);
	fxSetHostBuffer(the, mxResult, data + begin, end - begin);
	fxPetrifyHostBuffer(the, mxResult);
	mxPushInteger(end - begin);
	mxPushSlot(mxResult);
	fxDefineID(the, fxID(the, "byteLength"), XS_DONT_DELETE_FLAG | XS_DONT_SET_FLAG, XS_DONT_DELETE_FLAG | XS_DONT_SET_FLAG);
	mxPop();
}

const simNative gResourceNatives[] = {
	{ "simResourceDestructor", (txCallback)simResourceDestructor },
	{ "simResourceConstructor", simResourceConstructor },
	{ "simResourceExists", simResourceExists },
	{ "simResourceByteLength", simResourceByteLength },
	{ "simResourceSlice", simResourceSlice },
	{ NULL, NULL }
};

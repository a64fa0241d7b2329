/*
 * Which modules there are, and under which names. A board's manifest lists all
 * of its modules before anything runs. Here the application and the modules of
 * the map are known, and what these import beside themselves is found by
 * looking at the strings in their bytecode that name a file.
 */
#include "simulator.h"
#include <sys/stat.h>

simScript* gScripts;

#define SIM_EMBED(NAME, FILE) \
	__asm__(".section .rodata\n" \
		".global " #NAME "Start\n" #NAME "Start:\n.incbin \"" FILE "\"\n" \
		".global " #NAME "End\n" #NAME "End:\n.byte 0\n.text\n"); \
	extern const char NAME##Start[]; \
	extern const char NAME##End[]

SIM_EMBED(gResourceSource, "modules/Resource.js");
SIM_EMBED(gTimeSource, "modules/time.js");
SIM_EMBED(gTimerSource, "modules/timer.js");
SIM_EMBED(gInstrumentationSource, "modules/instrumentation.js");
SIM_EMBED(gSimSource, "modules/sim.js");

simScript* simFindScript(const char* name)
{
	simScript* script;
	for (script = gScripts; script; script = script->next) {
		if (!strcmp(script->name, name))
			return script;
	}
	return NULL;
}

static simScript* simNewScript(const char* name, const char* file)
{
	simScript* script = calloc(1, sizeof(simScript));
	simScript** address = &gScripts;
	if (!script)
		simFail(SIM_EXIT_USAGE, "out of system memory");
	script->name = strdup(name);
	script->file = file ? strdup(file) : NULL;
	while (*address)
		address = &(*address)->next;
	*address = script;
	return script;
}

/* Compiles a file into flash. The text is thrown away; names and code stay. */
simScript* simAddScript(txMachine* the, const char* name, const char* file)
{
	simScript* script;
	size_t size;
	char* source = simReadFile(file, &size);
	if (!source)
		simFail(SIM_EXIT_USAGE, "%s: %s", file, strerror(errno));
	script = simNewScript(name, file);
	script->code = simCompile(the, file, source, size, 0);
	free(source);
	return script;
}

static void simAddHostScript(txMachine* the, const char* name, const char* start, const char* end)
{
	simScript* script;
	if (simFindScript(name))
		return;
	script = simNewScript(name, NULL);
	script->host = 1;
	script->preload = 1;
	script->code = simCompile(the, name, start, end - start, 1);
	simBindHosts(the, script);
}

void simAddHostScripts(txMachine* the)
{
	simAddHostScript(the, "Resource", gResourceSourceStart, gResourceSourceEnd);
	simAddHostScript(the, "time", gTimeSourceStart, gTimeSourceEnd);
	simAddHostScript(the, "timer", gTimerSourceStart, gTimerSourceEnd);
	simAddHostScript(the, "instrumentation", gInstrumentationSourceStart, gInstrumentationSourceEnd);
	simAddHostScript(the, "sim", gSimSourceStart, gSimSourceEnd);
}

/* A copy without `.js`, `.mjs` or the SDK's prefix `moddable:`. */
char* simModuleName(const char* specifier)
{
	char* name = strdup(strncmp(specifier, "moddable:", 9) ? specifier : specifier + 9);
	char* slash = strrchr(name, '/');
	char* dot = strrchr(slash ? slash : name, '.');
	if (dot && (!strcmp(dot, ".js") || !strcmp(dot, ".mjs")))
		*dot = 0;
	return name;
}

/* `specifier` beside `importer`: "a/b" and "../c" give "c", "b" and "../c" give "../c". */
char* simResolve(const char* importer, const char* specifier)
{
	const char* slash = strrchr(importer, '/');
	size_t base = slash ? (size_t)(slash - importer) + 1 : 0;
	char* result = malloc(base + strlen(specifier) + 4);
	char* last;
	memcpy(result, importer, base);
	result[base] = 0;
	for (;;) {
		if (!strncmp(specifier, "./", 2))
			specifier += 2;
		else if (!strncmp(specifier, "../", 3)) {
			size_t length = strlen(result);
			if (length)
				result[length - 1] = 0;
			last = strrchr(result, '/');
			last = last ? last + 1 : result;
			if (!*last || !strcmp(last, "..")) {
				if (length)
					result[length - 1] = '/';
				strcat(result, "../");
			}
			else
				*last = 0;
			specifier += 3;
		}
		else
			break;
	}
	strcat(result, specifier);
	return result;
}

static int simIsFile(const char* path)
{
	struct stat status;
	return (stat(path, &status) == 0) && S_ISREG(status.st_mode);
}

static char* simLocateFile(const char* importer, const char* specifier)
{
	static const char* const extensions[] = { "", ".js", ".mjs" };
	char* path = simResolve(importer, specifier);
	size_t length = strlen(path);
	size_t i;
	path = realloc(path, length + 8);
	for (i = 0; i < 3; i++) {
		strcpy(path + length, extensions[i]);
		if (simIsFile(path))
			return path;
	}
	free(path);
	return NULL;
}

/* The module that `importer` means by `specifier`; null when there is none. */
simScript* simLocateScript(txMachine* the, simScript* importer, const char* specifier)
{
	char* bare = simModuleName(specifier);
	simScript* result = NULL;
	if (bare[0] != '.')
		result = simFindScript(bare);
	else if (importer) {
		char* name = simResolve(importer->name, bare);
		result = simFindScript(name);
		if (!result && importer->file) {
			char* file = simLocateFile(importer->file, specifier);
			if (file)
				result = simAddScript(the, name, file);
			free(file);
		}
		free(name);
	}
	free(bare);
	return result;
}

typedef struct {
	txMachine* the;
	simScript* importer;
} simImportContext;

static void simAddImport(void* it, const char* string)
{
	simImportContext* context = it;
	size_t length = strlen(string);
	if ((string[0] == '.') && (length < 512) && (!strncmp(string, "./", 2) || !strncmp(string, "../", 3)))
		simLocateScript(context->the, context->importer, string);
}

/* Adds whatever the known modules import by a relative path, and so on. */
void simAddImports(txMachine* the)
{
	simScript* script;
	for (script = gScripts; script; script = script->next) {
		simImportContext context = { the, script };
		if (script->file)
			simForEachString(script->code, simAddImport, &context);
	}
}

/*
 * The command line, and the configuration file: one option a line, its name
 * without dashes, then a space and its value. `#` begins a comment.
 */
#include "simulator.h"

simOptions gOptions;

static const char gUsage[] =
	"usage: xs32 [options] APP.js [arguments]\n"
	"  --config FILE         read options from a file, one \"name value\" a line\n"
	"  --map NAME=FILE       the module NAME is FILE\n"
	"  --preload NAME        preload the module NAME\n"
	"  --no-preload          preload nothing: everything runs as a mod does\n"
	"  --mod                 what is not preloaded is of a mod, the rest of its host\n"
	"  --strip               leave out built-ins that the program does not name\n"
	"  --resource NAME=FILE  new Resource(NAME) is a view of FILE\n"
	"  --report FILE         write the memory figures to FILE as JSON\n"
	"  creation, as in a manifest; a number each:\n"
	"  --static BYTES  --stack SLOTS  --slots SLOTS  --slots-increment SLOTS\n"
	"  --chunks BYTES  --chunks-increment BYTES  --keys N  --keys-increment N\n"
	"  --names N  --symbols N  --parser-buffer BYTES  --parser-table N\n";

static const struct {
	const char* name;
	size_t offset;
} gNumbers[] = {
#define SIM_NUMBER(NAME, FIELD) { NAME, offsetof(txCreation, FIELD) }
	SIM_NUMBER("static", staticSize),
	SIM_NUMBER("stack", stackCount),
	SIM_NUMBER("slots", initialHeapCount),
	SIM_NUMBER("slots-increment", incrementalHeapCount),
	SIM_NUMBER("chunks", initialChunkSize),
	SIM_NUMBER("chunks-increment", incrementalChunkSize),
	SIM_NUMBER("keys", initialKeyCount),
	SIM_NUMBER("keys-increment", incrementalKeyCount),
	SIM_NUMBER("names", nameModulo),
	SIM_NUMBER("symbols", symbolModulo),
	SIM_NUMBER("parser-buffer", parserBufferSize),
	SIM_NUMBER("parser-table", parserTableModulo),
};

simPair* simAddPair(simPair** list, const char* name, const char* value)
{
	simPair* pair = calloc(1, sizeof(simPair));
	while (*list)
		list = &(*list)->next;
	pair->name = strdup(name);
	pair->value = value ? strdup(value) : NULL;
	*list = pair;
	return pair;
}

/* The whole file and a zero after it, to be freed; null when it cannot be read. */
char* simReadFile(const char* path, size_t* size)
{
	FILE* file = fopen(path, "rb");
	char* data = NULL;
	size_t used = 0, room = 0, count = 1;
	if (!file)
		return NULL;
	while (count) {
		if (room - used < 65536) {
			room = room * 2 + 65536 + 1;
			data = realloc(data, room);
			if (!data)
				simFail(SIM_EXIT_USAGE, "out of system memory");
		}
		count = fread(data + used, 1, room - used - 1, file);
		used += count;
	}
	if (ferror(file)) {
		free(data);
		data = NULL;
	}
	else
		data[used] = 0;
	fclose(file);
	*size = used;
	return data;
}

static void simParseConfig(const char* path);

static void simAddNamedFile(simPair** list, const char* option, char* value)
{
	char* equal = strchr(value, '=');
	if (!equal)
		simFail(SIM_EXIT_USAGE, "--%s %s: NAME=FILE expected", option, value);
	*equal = 0;
	simAddPair(list, value, equal + 1);
	*equal = '=';
}

/* True when the option takes a value and took it. */
static int simParseOption(const char* name, char* value)
{
	size_t i;
	for (i = 0; i < sizeof(gNumbers) / sizeof(gNumbers[0]); i++) {
		if (!strcmp(name, gNumbers[i].name)) {
			char* end;
			long number = value ? strtol(value, &end, 0) : -1;
			if (!value || *end || (end == value) || (number < 0) || (number > 0x7FFFFFFF))
				simFail(SIM_EXIT_USAGE, "--%s: a number expected", name);
			*(txSize*)((char*)&gOptions.creation + gNumbers[i].offset) = (txSize)number;
			return 1;
		}
	}
	if (!strcmp(name, "no-preload")) {
		gOptions.preloadDisabled = 1;
		return 0;
	}
	if (!strcmp(name, "mod")) {
		gOptions.mod = 1;
		return 0;
	}
	if (!strcmp(name, "strip")) {
		gOptions.strip = 1;
		return 0;
	}
	if (!value)
		simFail(SIM_EXIT_USAGE, "--%s: unknown, or without its value\n%s", name, gUsage);
	if (!strcmp(name, "config") || !strcmp(name, "board-config"))
		simParseConfig(value);
	else if (!strcmp(name, "map"))
		simAddNamedFile(&gOptions.modules, name, value);
	else if (!strcmp(name, "preload"))
		simAddPair(&gOptions.preloads, value, NULL);
	else if (!strcmp(name, "resource"))
		simAddNamedFile(&gOptions.resources, name, value);
	else if (!strcmp(name, "report"))
		gOptions.reportPath = strdup(value);
	else if (!strcmp(name, "app"))
		gOptions.app = strdup(value);
	else
		simFail(SIM_EXIT_USAGE, "--%s: unknown option\n%s", name, gUsage);
	return 1;
}

static void simParseConfig(const char* path)
{
	size_t size;
	char* text = simReadFile(path, &size);
	char* line;
	char* next;
	if (!text)
		simFail(SIM_EXIT_USAGE, "%s: %s", path, strerror(errno));
	for (line = text; line && *line; line = next) {
		char* value;
		next = strchr(line, '\n');
		if (next)
			*next++ = 0;
		if (*line && (line[strlen(line) - 1] == '\r'))
			line[strlen(line) - 1] = 0;
		if (!*line || (*line == '#'))
			continue;
		value = strchr(line, ' ');
		if (value)
			*value++ = 0;
		simParseOption(line, value);
	}
	free(text);
}

/* Roomy, for benchmarks and tests that are not about a board. */
static const txCreation gDefaultCreation = {
	.initialChunkSize = 4 * 1024 * 1024,
	.incrementalChunkSize = 1024 * 1024,
	.initialHeapCount = 128 * 1024,
	.incrementalHeapCount = 64 * 1024,
	.stackCount = 8 * 1024,
	.initialKeyCount = 1024,
	.incrementalKeyCount = 1024,
	.nameModulo = 1993,
	.symbolModulo = 127,
	.parserBufferSize = 32 * 1024,
	.parserTableModulo = 1993,
};

void simParseOptions(int argc, char** argv)
{
	int i = 1;
	gOptions.creation = gDefaultCreation;
	while ((i < argc) && !strncmp(argv[i], "--", 2)) {
		char* value = (i + 1 < argc) ? argv[i + 1] : NULL;
		if (!strcmp(argv[i], "--help")) {
			fputs(gUsage, stdout);
			simExit(SIM_EXIT_OK);
		}
		if (!strcmp(argv[i], "--")) {
			i++;
			break;
		}
		i += simParseOption(argv[i] + 2, value) ? 2 : 1;
	}
	if (!gOptions.app) {
		if (i >= argc)
			simFail(SIM_EXIT_USAGE, "no application\n%s", gUsage);
		gOptions.app = argv[i++];
	}
	gOptions.argc = argc - i;
	gOptions.argv = argv + i;
}

/*
 * Source text to bytecode, as it lies in flash. Parsing happens on the build
 * machine, in system memory; XS's heaps see nothing of it.
 *
 * Bytecode of modules that are not preloaded runs in place: the instructions
 * that copy a function's code or a string into a chunk are replaced by those
 * that point into the code, as the SDK's linker replaces them. It leaves
 * preloaded modules alone, so these copy (each closure that preloaded code
 * makes at run time takes its bytecode along into RAM); so do we.
 */
#include "simulator.h"

#define SIM_BUILD_PARSER_BUFFER (256 * 1024)
#define SIM_BUILD_PARSER_MODULO 1993

extern void fxRemapIDs(txMachine* the, txByte* code, txSize size, txID* ids);

typedef struct {
	const char* buffer;
	size_t offset;
	size_t size;
} simStream;

static int simGetByte(void* it)
{
	simStream* stream = it;
	return (stream->offset < stream->size) ? (unsigned char)stream->buffer[stream->offset++] : C_EOF;
}

txScript* simCompile(txMachine* the, const char* path, const char* source, size_t size, int host)
{
	txParser parser;
	txParserJump jump;
	txScript* volatile result = NULL;
	simStream stream = { source, 0, size };
	gLastReport[0] = 0;
	fxInitializeParser(&parser, the, SIM_BUILD_PARSER_BUFFER, SIM_BUILD_PARSER_MODULO);
	parser.firstJump = &jump;
	parser.path = fxNewParserSymbol(&parser, (txString)path);
	if (c_setjmp(jump.jmp_buf) == 0) {
		fxParserTree(&parser, &stream, simGetByte, host ? mxCFlag : 0, NULL);
		fxParserHoist(&parser);
		fxParserBind(&parser);
		result = fxParserCode(&parser);
	}
	/* After an error XS makes code that throws; a build fails instead. */
	if (parser.errorCount)
		result = NULL;
	fxTerminateParser(&parser);
	if (!result)
		simFail(SIM_EXIT_BUILD, "%s", gLastReport[0] ? gLastReport : "the parser failed");
	return result;
}

/*
 * Gives the script's names their numbers in the machine. Names are in flash
 * when the machine is the build machine; in RAM, one slot each, when it is the
 * running machine, as for a mod.
 */
void simNameScript(txMachine* the, simScript* script)
{
	txScript* code = script->code;
	txByte* p = code->symbolsBuffer;
	txID count, i;
	txID* ids;
	if (!p)
		return;
	mxDecodeID(p, count);
	ids = malloc(count * sizeof(txID));
	if (!ids)
		simFail(SIM_EXIT_USAGE, "out of system memory");
	ids[0] = XS_NO_ID;
	for (i = 1; i < count; i++) {
		txID known = the->keyIndex;
		ids[i] = fxNewNameX(the, (txString)p);
		if (the->keyIndex != known)
			gNameBytes += (int32_t)strlen((char*)p) + 1;
		p += strlen((char*)p) + 1;
	}
	fxRemapIDs(the, code->codeBuffer, code->codeSize, ids);
	for (i = 0; (int)i < script->builderCount; i++) {
		if (script->builders[i].id != XS_NO_ID)
			script->builders[i].id = ids[script->builders[i].id];
	}
	free(ids);
	code->symbolsBuffer = NULL;	/* the names themselves stay where they are: in flash */
	code->symbolsSize = 0;
}

void simForEachCode(txScript* script, simVisitCode visit, void* context)
{
	txByte* p = script->codeBuffer;
	txByte* end = p + script->codeSize;
	while (p < end) {
		txByte* instruction = p;
		txS1 size = gxCodeSizes[*(txU1*)p];
		if (size > 0) {
			visit(context, instruction, instruction + 1);
			p += size;
		}
		else if (size == 0) {
			visit(context, instruction, instruction + 1);
			p += 1 + sizeof(txID);
		}
		else {
			txU4 length = 0;
			txByte* operand = p + 1 - size;
			memcpy(&length, p + 1, -size);
			visit(context, instruction, operand);
			p = operand + length;
		}
	}
}

static void simArchiveCode(void* context, txByte* instruction, txByte* operand)
{
	txU1* code = (txU1*)instruction;
	(void)context;
	(void)operand;
	switch (*code) {
	case XS_CODE_CODE_1: *code = XS_CODE_CODE_ARCHIVE_1; break;
	case XS_CODE_CODE_2: *code = XS_CODE_CODE_ARCHIVE_2; break;
	case XS_CODE_CODE_4: *code = XS_CODE_CODE_ARCHIVE_4; break;
	case XS_CODE_STRING_1: *code = XS_CODE_STRING_ARCHIVE_1; break;
	case XS_CODE_STRING_2: *code = XS_CODE_STRING_ARCHIVE_2; break;
	case XS_CODE_STRING_4: *code = XS_CODE_STRING_ARCHIVE_4; break;
	}
}

void simArchiveScript(simScript* script)
{
	simForEachCode(script->code, simArchiveCode, NULL);
}

typedef struct {
	void (*visit)(void* context, const char* string);
	void* context;
} simStringVisitor;

static void simVisitString(void* context, txByte* instruction, txByte* operand)
{
	simStringVisitor* visitor = context;
	switch (*(txU1*)instruction) {
	case XS_CODE_STRING_1:
	case XS_CODE_STRING_2:
	case XS_CODE_STRING_4:
	case XS_CODE_STRING_ARCHIVE_1:
	case XS_CODE_STRING_ARCHIVE_2:
	case XS_CODE_STRING_ARCHIVE_4:
		visitor->visit(visitor->context, (char*)operand);
		break;
	}
}

void simForEachString(txScript* code, void (*visit)(void* context, const char* string), void* context)
{
	simStringVisitor visitor = { visit, context };
	simForEachCode(code, simVisitString, &visitor);
}

const simNative* simFindNative(const char* name)
{
	static const simNative* const tables[] = {
		gResourceNatives, gTimeNatives, gTimerNatives, gInstrumentationNatives, gSimNatives
	};
	size_t i;
	const simNative* native;
	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		for (native = tables[i]; native->name; native++) {
			if (!strcmp(native->name, name))
				return native;
		}
	}
	return NULL;
}

/* XS calls this before the module's body runs; `this` is the module. */
static void simBuildHosts(txMachine* the)
{
	txSlot* internal = mxModuleInternal(mxThis);
	simScript* script = simFindScript(fxGetKeyName(the, internal->value.module.id));
	fxBuildHosts(the, script->builderCount, script->builders);
	mxPullSlot(mxResult);
	mxPop();
	mxPop();
}

/* The functions that a module names with `@ "name"` are C functions of ours. */
void simBindHosts(txMachine* the, simScript* script)
{
	txByte* p = script->code->hostsBuffer;
	txID count, i, id;
	(void)the;
	if (!p)
		return;
	mxDecodeID(p, count);
	script->builders = calloc(count, sizeof(txHostFunctionBuilder));
	script->builderCount = count;
	for (i = 0; i < count; i++) {
		const simNative* native;
		txS1 length = *p++;
		mxDecodeID(p, id);
		native = simFindNative((char*)p);
		if (!native)
			simFail(SIM_EXIT_BUILD, "%s: no host function \"%s\"", script->name, (char*)p);
		script->builders[i].callback = native->callback;
		script->builders[i].length = length;
		script->builders[i].id = id;
		p += strlen((char*)p) + 1;
	}
	script->code->callback = simBuildHosts;
	script->code->hostsBuffer = NULL;
	script->code->hostsSize = 0;
}

/*
 * What `strip: "*"` leaves out of a program, nearly as the SDK's linker does
 * it: a built-in function stays only if the program's bytecode gets something
 * by its name. The others abort when they are called, which only code that is
 * made at run time can do.
 *
 * The linker also knows which built-ins call which. Here the names of those
 * that are called so are kept whatever the program names, so a little less is
 * left out than on a board.
 */
#include "simulator.h"

static void simDeadStrip(txMachine* the)
{
	fxAbort(the, XS_DEAD_STRIP_EXIT);
}

/* Called by XS itself, by these names. */
static const txID gKept[] = {
	_add, _constructor, _assign, _done, _entries, _exec, _from, _get, _has, _isFrozen, _join, _keys,
	_length, _name, _next, _parse, _prototype, _resolve, _return, _set, _species, _then, _throw,
	_toISOString, _toJSON, _toLocaleString, _toString, _value, _valueOf, _values,
	_dotAll, _flags, _global, _hasIndices, _ignoreCase, _multiline, _source, _sticky, _unicode,
	_message, _stack, _ArrayBuffer, _RangeError, _SyntaxError, _Error, _ReferenceError, _TypeError,
};

static uint8_t* gUsed;

static void simUseCode(void* context, txByte* instruction, txByte* operand)
{
	txByte* p = operand;
	txID id;
	(void)context;
	switch (*(txU1*)instruction) {
	case XS_CODE_GET_PROPERTY:
	case XS_CODE_GET_SUPER:
	case XS_CODE_GET_THIS_VARIABLE:
	case XS_CODE_GET_VARIABLE:
		mxDecodeID(p, id);
		gUsed[id] = 1;
		break;
	case XS_CODE_ARRAY:
		gUsed[_Array] = 1;
		break;
	case XS_CODE_ASYNC_FUNCTION:
	case XS_CODE_ASYNC_GENERATOR_FUNCTION:
	case XS_CODE_IMPORT:
		gUsed[_Promise] = 1;
		break;
	case XS_CODE_BIGINT_1:
	case XS_CODE_BIGINT_2:
		gUsed[_BigInt] = 1;
		break;
	case XS_CODE_REGEXP:
		gUsed[_RegExp] = 1;
		break;
	}
}

static int simIsKept(txID id)
{
	/* Well-known symbols, and functions without a name, are XS's own business. */
	return (id < XS_SYMBOL_ID_COUNT) || gUsed[id];
}

static int simIsNative(txCallback callback)
{
	simScript* script;
	int i;
	for (script = gScripts; script; script = script->next) {
		for (i = 0; i < script->builderCount; i++) {
			if (script->builders[i].callback == callback)
				return 1;
		}
	}
	return 0;
}

static void simStripBuilder(txSlot* slot)
{
	txHostFunctionBuilder* builder = (txHostFunctionBuilder*)slot->value.hostFunction.builder;
	if (!simIsNative(builder->callback))
		builder->callback = simDeadStrip;
}

/* An object like Math is left out whole when its own name is not used. */
static void simStripObject(txSlot* object, txID id)
{
	txSlot* property;
	if (gUsed[id])
		return;
	for (property = object->value.reference->next; property; property = property->next) {
		if (property->kind == XS_HOST_FUNCTION_KIND)
			simStripBuilder(property);
	}
}

void simStrip(txMachine* the)
{
	simScript* script;
	txSlot *heap, *slot;
	size_t i;
	gUsed = calloc(the->keyIndex, 1);
	if (!gUsed)
		simFail(SIM_EXIT_USAGE, "out of system memory");
	for (script = gScripts; script; script = script->next)
		simForEachCode(script->code, simUseCode, NULL);
	for (i = 0; i < sizeof(gKept) / sizeof(gKept[0]); i++)
		gUsed[gKept[i]] = 1;
	for (heap = the->firstHeap; heap; heap = heap->next) {
		for (slot = heap + 1; slot < heap->value.reference; slot++) {
			if ((slot->kind == XS_HOST_FUNCTION_KIND) && !simIsKept(slot->value.hostFunction.builder->id))
				simStripBuilder(slot);
			else if ((slot->kind == XS_CALLBACK_KIND) && (slot->flag & XS_INTERNAL_FLAG) && !simIsKept(slot->ID) && !simIsNative(slot->value.callback.address))
				slot->value.callback.address = simDeadStrip;
		}
	}
	simStripObject(&mxAtomicsObject, _Atomics);
	simStripObject(&mxJSONObject, _JSON);
	simStripObject(&mxMathObject, _Math);
	simStripObject(&mxReflectObject, _Reflect);
	free(gUsed);
}

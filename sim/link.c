/*
 * XS compiled with mxLink leaves the making of host functions to the linker.
 * We make them as it does: as primitives of one slot, without `length` and
 * `name`, because the SDK strips those from every linked program.
 */
#include "simulator.h"

txCallback fxNewLinkerCallback(txMachine* the, txCallback callback, txString name)
{
	(void)the;
	(void)name;
	return callback;
}

txSlot* fxBuildHostConstructor(txMachine* the, txCallback call, txInteger length, txInteger id)
{
	return fxNewHostConstructor(the, call, length, id);
}

txSlot* fxBuildHostFunction(txMachine* the, txCallback call, txInteger length, txInteger id)
{
	return fxNewHostFunction(the, call, length, id, XS_NO_ID);
}

txSlot* fxNewFunctionLength(txMachine* the, txSlot* instance, txNumber length)
{
	(void)the;
	(void)instance;
	(void)length;
	return C_NULL;
}

txSlot* fxNewFunctionName(txMachine* the, txSlot* instance, txID id, txIndex index, txID former, txString prefix)
{
	(void)the;
	(void)instance;
	(void)id;
	(void)index;
	(void)former;
	(void)prefix;
	return C_NULL;
}

static txSlot* simHostAccessor(txMachine* the, txCallback callback, txInteger length, txSlot* home, txID id, txString prefix)
{
	txSlot* function = fxNewHostFunction(the, callback, length, XS_NO_ID, XS_NO_ID);
	mxFunctionInstanceHome(function)->value.home.object = home->value.reference;
	fxRenameFunction(the, function, id, 0, XS_NO_ID, prefix);
	return function;
}

txSlot* fxNextHostAccessorProperty(txMachine* the, txSlot* property, txCallback get, txCallback set, txID id, txFlag flag)
{
	txSlot* home = the->stack;
	txSlot* getter = get ? simHostAccessor(the, get, 0, home, id, "get ") : C_NULL;
	txSlot* setter = set ? simHostAccessor(the, set, 1, home, id, "set ") : C_NULL;
	property = property->next = fxNewSlot(the);
	property->flag = flag;
	property->ID = id;
	property->kind = XS_ACCESSOR_KIND;
	property->value.accessor.getter = getter;
	property->value.accessor.setter = setter;
	the->stack = home;
	return property;
}

txSlot* fxNextHostFunctionProperty(txMachine* the, txSlot* property, txCallback call, txInteger length, txID id, txFlag flag)
{
	txHostFunctionBuilder* builder = malloc(sizeof(txHostFunctionBuilder));
	if (!builder)
		simFail(SIM_EXIT_USAGE, "out of system memory");
	builder->callback = call;
	builder->length = length;
	builder->id = id;
	property = property->next = fxNewSlot(the);
	property->flag = flag;
	property->ID = id;
	property->kind = XS_HOST_FUNCTION_KIND;
	property->value.hostFunction.builder = builder;
	property->value.hostFunction.profileID = fxGenerateProfileID(the);
	return property;
}

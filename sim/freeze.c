/*
 * What the SDK's linker does to the heap of its machine before printing it as
 * constants for flash; here it happens in place. Afterwards every slot of the
 * build machine is either frozen, or has a number ("alias") under which the
 * running machine keeps its own copy once it writes to it.
 */
#include "simulator.h"

typedef void (*simVisitSlot)(txMachine* the, txSlot* slot);

static void simForEachSlot(txMachine* the, simVisitSlot visit)
{
	txSlot *heap, *slot;
	for (heap = the->firstHeap; heap; heap = heap->next) {
		for (slot = heap + 1; slot < heap->value.reference; slot++) {
			/* Free slots were marked: they are no part of the image. */
			if (!(slot->flag & XS_MARK_FLAG))
				visit(the, slot);
		}
	}
}

static void simCallFreeze(txMachine* the, txSlot* value)
{
	if (value->kind != XS_REFERENCE_KIND)
		return;
	mxPush(mxObjectConstructor);
	mxDub();
	mxGetID(mxID(_freeze));
	mxCall();
	mxPushSlot(value);
	mxRunCount(1);
	mxPop();
}

static void simFreezePropertyOf(txMachine* the, txSlot* object, txID id)
{
	txSlot* stack = the->stack;
	mxPushSlot(object);
	mxGetID(id);
	simCallFreeze(the, the->stack);
	the->stack = stack;
}

/* Built-ins are frozen in every linked program, preloaded modules or not. Functions follow in simFreezeSlot. */
static void simFreezeBuiltIns(txMachine* the)
{
	static const int prototypes[] = {
		mxObjectPrototypeStackIndex, mxFunctionPrototypeStackIndex, mxArrayPrototypeStackIndex,
		mxStringPrototypeStackIndex, mxBooleanPrototypeStackIndex, mxNumberPrototypeStackIndex,
		mxDatePrototypeStackIndex, mxRegExpPrototypeStackIndex, mxHostPrototypeStackIndex,
		mxErrorPrototypeStackIndex, mxEvalErrorPrototypeStackIndex, mxRangeErrorPrototypeStackIndex,
		mxReferenceErrorPrototypeStackIndex, mxSyntaxErrorPrototypeStackIndex, mxTypeErrorPrototypeStackIndex,
		mxURIErrorPrototypeStackIndex, mxAggregateErrorPrototypeStackIndex, mxSymbolPrototypeStackIndex,
		mxArrayBufferPrototypeStackIndex, mxDataViewPrototypeStackIndex, mxTypedArrayPrototypeStackIndex,
		mxMapPrototypeStackIndex, mxSetPrototypeStackIndex, mxWeakMapPrototypeStackIndex,
		mxWeakSetPrototypeStackIndex, mxPromisePrototypeStackIndex, mxProxyPrototypeStackIndex,
		mxSharedArrayBufferPrototypeStackIndex, mxBigIntPrototypeStackIndex, mxCompartmentPrototypeStackIndex,
		mxWeakRefPrototypeStackIndex, mxFinalizationRegistryPrototypeStackIndex, mxAsyncFunctionPrototypeStackIndex,
		mxGeneratorPrototypeStackIndex, mxGeneratorFunctionPrototypeStackIndex, mxModulePrototypeStackIndex,
		mxTransferPrototypeStackIndex, mxIteratorPrototypeStackIndex, mxArrayIteratorPrototypeStackIndex,
		mxMapIteratorPrototypeStackIndex, mxRegExpStringIteratorPrototypeStackIndex, mxSetIteratorPrototypeStackIndex,
		mxStringIteratorPrototypeStackIndex, mxAsyncIteratorPrototypeStackIndex, mxAsyncFromSyncIteratorPrototypeStackIndex,
		mxAsyncGeneratorPrototypeStackIndex, mxAsyncGeneratorFunctionPrototypeStackIndex,
		mxArgumentsSloppyPrototypeStackIndex, mxArgumentsStrictPrototypeStackIndex,
	};
	size_t i;
	simCallFreeze(the, &mxAtomicsObject);
	simCallFreeze(the, &mxJSONObject);
	simCallFreeze(the, &mxMathObject);
	simCallFreeze(the, &mxReflectObject);
	for (i = 0; i < sizeof(prototypes) / sizeof(prototypes[0]); i++)
		simCallFreeze(the, &the->stackPrototypes[-1 - prototypes[i]]);
	for (i = 0; i < mxTypeArrayCount; i++)
		simFreezePropertyOf(the, &the->stackPrototypes[-1 - (int)gxTypeDispatches[i].constructorID], mxID(_prototype));
	simFreezePropertyOf(the, &mxEnumeratorFunction, mxID(_prototype));
	simFreezePropertyOf(the, &mxArrayPrototype, mxID(_Symbol_unscopables));
	simCallFreeze(the, &mxProgram);
	simCallFreeze(the, &mxHosts);
}

/* `constructor` of functions throws on boards; the global object has no prototype. */
static void simChangeGlobals(txMachine* the)
{
	txSlot* const prototypes[] = {
		&mxAsyncFunctionPrototype, &mxAsyncGeneratorFunctionPrototype, &mxFunctionPrototype,
		&mxGeneratorFunctionPrototype, &mxCompartmentPrototype
	};
	txSlot* constructor;
	txSlot* property;
	size_t i;
	fxDuplicateInstance(the, mxThrowTypeErrorFunction.value.reference);
	constructor = the->stack;
	constructor->value.reference->flag |= XS_CAN_CONSTRUCT_FLAG;
	mxFunctionInstanceCode(constructor->value.reference)->ID = XS_NO_ID;
	mxFunctionInstanceHome(constructor->value.reference)->value.home.object = C_NULL;
	for (i = 0; i < sizeof(prototypes) / sizeof(prototypes[0]); i++) {
		property = mxBehaviorGetProperty(the, prototypes[i]->value.reference, mxID(_constructor), 0, XS_OWN);
		if (property) {
			property->kind = constructor->kind;
			property->value = constructor->value;
		}
	}
	mxPop();
	mxGlobal.value.reference->value.instance.prototype = C_NULL;
	mxPush(mxGlobal);
	mxDeleteID(mxID(_global));
	mxPop();
	mxPush(mxGlobal);
	mxDeleteID(mxID(_globalThis));
	mxPop();
}

/* Modules belong to the machine that imports them; fxCloneMachine looks for them here. */
static void simDetachModules(txMachine* the)
{
	txSlot* program = mxModuleInstanceInternal(mxProgram.value.reference);
	txSlot* realm = program->value.module.realm;
	txSlot* modules = mxOwnModules(realm)->value.reference;
	txSlot* module;
	for (module = modules->next; module; module = module->next)
		mxModuleInstanceInternal(module->value.reference)->value.module.realm = NULL;
	program->value.module.realm = NULL;
	mxException.kind = XS_REFERENCE_KIND;
	mxException.value.reference = mxRealmClosures(realm)->value.reference;
	mxProgram.value.reference = modules;
}

static int simIsFunctionSlot(txSlot* slot)
{
	return (slot->kind == XS_CALLBACK_KIND) || (slot->kind == XS_CALLBACK_X_KIND) ||
		(slot->kind == XS_CODE_KIND) || (slot->kind == XS_CODE_X_KIND);
}

static void simFreezeInstance(txSlot* instance)
{
	txSlot* property;
	for (property = instance->next; property; property = property->next) {
		if (property->kind != XS_ACCESSOR_KIND)
			property->flag |= XS_DONT_SET_FLAG;
		property->flag |= XS_DONT_DELETE_FLAG;
	}
	instance->flag |= XS_DONT_PATCH_FLAG;
}

/* Functions, their prototypes, environments, and what XS cannot alias are frozen, asked for or not. */
static void simFreezeSlot(txMachine* the, txSlot* slot)
{
	txSlot* property = slot->next;
	(void)the;
	if ((slot->kind != XS_INSTANCE_KIND) || !property || !(property->flag & XS_INTERNAL_FLAG))
		return;
	if (property->ID == XS_ENVIRONMENT_BEHAVIOR)
		simFreezeInstance(slot);
	else if (simIsFunctionSlot(property)) {
		simFreezeInstance(slot);
		if (slot->flag & XS_CAN_CONSTRUCT_FLAG) {
			for (property = property->next; property; property = property->next) {
				if ((property->ID == mxID(_prototype)) && (property->kind == XS_REFERENCE_KIND)) {
					simFreezeInstance(property->value.reference);
					break;
				}
			}
		}
	}
	else {
		switch (property->kind) {
		case XS_MAP_KIND:
		case XS_SET_KIND:
		case XS_WEAK_MAP_KIND:
		case XS_WEAK_SET_KIND:
		case XS_WEAK_REF_KIND:
		case XS_ARRAY_BUFFER_KIND:
		case XS_DATA_VIEW_KIND:
		case XS_TYPED_ARRAY_KIND:
		case XS_PROXY_KIND:
		case XS_REGEXP_KIND:
			simFreezeInstance(slot);
			break;
		case XS_CLOSURE_KIND:
			if (property->value.closure->kind == XS_FINALIZATION_REGISTRY_KIND)
				simFreezeInstance(slot);
			break;
		case XS_PROMISE_KIND:
			simFreezeInstance(slot);
			simFreezeInstance(property->next->value.reference);
			break;
		}
	}
}

static int simIsPropertyFrozen(txSlot* property)
{
	if ((property->kind != XS_ACCESSOR_KIND) && !(property->flag & XS_DONT_SET_FLAG))
		return 0;
	return (property->flag & XS_DONT_DELETE_FLAG) != 0;
}

static int simIsInstanceFrozen(txMachine* the, txSlot* instance)
{
	txSlot* property = instance->next;
	if (!(instance->flag & XS_DONT_PATCH_FLAG))
		return 0;
	for (; property && (property->flag & XS_INTERNAL_FLAG); property = property->next) {
		if (property->kind == XS_ARRAY_KIND) {
			txSlot* item = property->value.array.address;
			txIndex length = fxGetIndexSize(the, property);
			for (; length; item++, length--) {
				if (!simIsPropertyFrozen(item))
					return 0;
			}
		}
	}
	for (; property; property = property->next) {
		if (!simIsPropertyFrozen(property))
			return 0;
	}
	return 1;
}

/* What a frozen object holds inside becomes read-only too. */
static void simPetrify(txSlot* instance)
{
	txSlot* property = instance->next;
	txSlot* item;
	for (; property && (property->flag & XS_INTERNAL_FLAG); property = property->next) {
		switch (property->kind) {
		case XS_ARRAY_BUFFER_KIND:
		case XS_DATE_KIND:
		case XS_MAP_KIND:
		case XS_REGEXP_KIND:
		case XS_SET_KIND:
		case XS_WEAK_MAP_KIND:
		case XS_WEAK_SET_KIND:
			property->flag |= XS_DONT_SET_FLAG;
			break;
		case XS_PRIVATE_KIND:
			for (item = property->value.private.first; item; item = item->next) {
				if (item->kind != XS_ACCESSOR_KIND)
					item->flag |= XS_DONT_SET_FLAG;
				item->flag |= XS_DONT_DELETE_FLAG;
			}
			break;
		}
	}
}

static void simAliasInstance(txMachine* the, txSlot* slot)
{
	if (slot->kind != XS_INSTANCE_KIND)
		return;
	if (simIsInstanceFrozen(the, slot)) {
		slot->ID = XS_NO_ID;
		simPetrify(slot);
	}
	else
		slot->ID = the->aliasCount++;
}

/* A variable that functions share: const when it holds a function, else an alias. */
static void simAliasClosure(txMachine* the, txSlot* slot)
{
	txSlot* closure;
	if (slot->kind != XS_CLOSURE_KIND)
		return;
	closure = slot->value.closure;
	if (closure->kind == XS_REFERENCE_KIND) {
		txSlot* internal = closure->value.reference->next;
		if (internal && simIsFunctionSlot(internal))
			closure->flag |= XS_DONT_SET_FLAG;
	}
	else if (closure->kind == XS_HOST_FUNCTION_KIND)
		closure->flag |= XS_DONT_SET_FLAG;
	if (closure->flag & XS_DONT_SET_FLAG) {
		if (closure->ID != XS_NO_ID)
			closure->flag |= XS_DONT_DELETE_FLAG;
	}
	else {
		if (closure->ID == XS_NO_ID)
			closure->ID = the->aliasCount++;
		slot->flag &= ~XS_DONT_SET_FLAG;
	}
}

/* Chunks no longer move, so values that point to them become those that point to flash. */
static void simFixValue(txSlot* slot)
{
	switch (slot->kind) {
	case XS_STRING_KIND: slot->kind = XS_STRING_X_KIND; break;
	case XS_BIGINT_KIND: slot->kind = XS_BIGINT_X_KIND; break;
	case XS_KEY_KIND: slot->kind = XS_KEY_X_KIND; break;
	case XS_CALLBACK_KIND: slot->kind = XS_CALLBACK_X_KIND; break;
	case XS_CODE_KIND: slot->kind = XS_CODE_X_KIND; break;
	case XS_REGEXP_KIND: slot->value.regexp.data = C_NULL; break;
	case XS_HOST_KIND: slot->value.host.data = C_NULL; break;
	case XS_ERROR_KIND: slot->value.error.info = C_NULL; break;
	case XS_WEAK_MAP_KIND:
	case XS_WEAK_SET_KIND: slot->value.weakList.link = C_NULL; break;
	}
}

static void simFixSlot(txMachine* the, txSlot* slot)
{
	simFixValue(slot);
	if (slot->kind == XS_ARRAY_KIND) {
		txSlot* item = slot->value.array.address;
		txIndex length = item ? fxGetIndexSize(the, slot) : 0;
		for (; length; item++, length--) {
			simFixValue(item);
			item->flag |= XS_MARK_FLAG;
		}
	}
	else if (slot->kind == XS_INSTANCE_KIND) {
		slot->flag |= XS_DONT_MARSHALL_FLAG;
		slot->value.instance.garbage = C_NULL;
	}
}

/* To the running machine's collector, a marked slot is one to leave alone. */
static void simMarkSlot(txMachine* the, txSlot* slot)
{
	(void)the;
	slot->flag |= XS_MARK_FLAG;
}

void simFreeze(txMachine* the)
{
	txSlot* slot;
	gLastReport[0] = 0;
	fxBeginHost(the);
	mxTry(the) {
		simChangeGlobals(the);
		simDetachModules(the);
		simFreezeBuiltIns(the);
	}
	mxCatch(the) {
		simUncaught(the, "freezing");
	}
	fxEndHost(the);
	mxModuleQueue = mxUndefined;
	mxUnhandledPromises = mxUndefined;
	mxDuringJobs = mxUndefined;
	mxFinalizationRegistries = mxUndefined;
	mxPendingJobs = mxUndefined;
	mxRunningJobs = mxUndefined;
	mxBreakpoints = mxUndefined;
	mxHostInspectors = mxUndefined;
	mxInstanceInspectors = mxUndefined;
	fxCollectGarbage(the);
	/* A host of mods strips nothing. */
	if (gOptions.strip && !gOptions.preloadDisabled)
		simStrip(the);

	for (slot = the->freeHeap; slot; slot = slot->next)
		slot->flag |= XS_MARK_FLAG;
	the->aliasCount = 1;
	simForEachSlot(the, simFreezeSlot);
	simForEachSlot(the, simAliasInstance);
	simForEachSlot(the, simAliasClosure);
	simForEachSlot(the, simFixSlot);
	for (slot = the->stack; slot < the->stackTop; slot++)
		simFixValue(slot);
	simForEachSlot(the, simMarkSlot);
	the->shared = 1;
}

/**
 * Typed function references, and the types of garbage collection, which references point at.
 * https://github.com/WebAssembly/function-references/blob/main/proposals/function-references/Overview.md
 */
import '../frame-call.js';
import { registerTypeReader } from '../../binary/type-section.js';
import { registerHeapTypes } from '../../binary/value-types.js';
import { ExtensionOp } from '../../opcodes/extension-op.js';
import { Feature, registerFeature } from '../../opcodes/feature.js';
import { Handler } from '../../opcodes/handler.js';
import { registerHandlers } from '../../runtime/handlers.js';
import { referenceChecks } from '../../runtime/value.js';
import { registerTypeRules } from '../../types/type-rules.js';
import { registerRules } from '../../validation/extension-rules.js';
import { isOf } from './conversions.js';
import { asNonNull, nullFunction } from './handlers.js';
import { isDefinedSubtype, isSubtype, MaybeNull, nameOf, referenceTo } from './heap-types.js';
import { idOf } from './registry.js';
import * as rules from './rules.js';
import { readGroup, readHeapType } from './type-groups.js';

registerFeature(Feature.FunctionReferences);
registerHeapTypes(readHeapType);
registerTypeReader(readGroup);
registerTypeRules({
  isSubtype,
  isFunctionSubtype: isDefinedSubtype,
  referenceTo: (type) => referenceTo(idOf(type), MaybeNull.No),
  nameOf,
});
referenceChecks.push(isOf);
registerHandlers(Handler.NullFunction, [nullFunction, asNonNull]);
registerRules({
  [ExtensionOp.call_ref]: rules.callRef,
  [ExtensionOp.return_call_ref]: rules.callRef,
  [ExtensionOp.ref_as_non_null]: rules.asNonNull,
  [ExtensionOp.br_on_null]: rules.branchOnNull,
  [ExtensionOp.br_on_non_null]: rules.branchOnNonNull,
});

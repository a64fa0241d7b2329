/**
 * Typed function references, and the types of garbage collection, which references point at.
 * https://github.com/WebAssembly/function-references/blob/main/proposals/function-references/Overview.md
 */
import '../frame-call.js';
import { ExtensionOp } from '../../opcodes/extension-op.js';
import { Feature, registerFeature } from '../../opcodes/feature.js';
import { Handler } from '../../opcodes/handler.js';
import { registerHandlers } from '../../runtime/handlers.js';
import { referenceChecks } from '../../runtime/value.js';
import type { FunctionType } from '../../types/function-type.js';
import { hooks, type Hooks } from '../../types/hooks.js';
import { registerRules } from '../../validation/extension-rules.js';
import { isOf } from './conversions.js';
import { asNonNull, callRef } from './handlers.js';
import { isDefinedSubtype, isSubtype, MaybeNull, nameOf, referenceTo } from './heap-types.js';
import { idOf } from './registry.js';
import * as rules from './rules.js';
import { readGroup, readHeapType, readNullType } from './type-groups.js';
import { useLocal } from './unset-locals.js';

registerFeature(Feature.FunctionReferences);
Object.assign(hooks, {
  readHeapType,
  readNullType,
  readGroup,
  isSubtype,
  isFunctionSubtype: isDefinedSubtype,
  referenceTo: (type: FunctionType) => referenceTo(idOf(type), MaybeNull.No),
  nameOf,
  useLocal,
} satisfies Partial<Hooks>);
referenceChecks.push(isOf);
registerHandlers(Handler.CallRef, [callRef, asNonNull]);
registerRules({
  [ExtensionOp.call_ref]: rules.callRef,
  [ExtensionOp.return_call_ref]: rules.callRef,
  [ExtensionOp.ref_as_non_null]: rules.asNonNull,
  [ExtensionOp.br_on_null]: rules.branchOnNull,
  [ExtensionOp.br_on_non_null]: rules.branchOnNonNull,
});

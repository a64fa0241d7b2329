/**
 * Typed function references, and the types of garbage collection, which references point at.
 * https://github.com/WebAssembly/function-references/blob/main/proposals/function-references/Overview.md
 */
import { registerHandlers } from '../frame-call.js';
import { registerReferences } from '../reference-checks.js';
import { ExtensionOp } from '../../opcodes/extension-op.js';
import { Feature, registerFeature } from '../../opcodes/feature.js';
import { Handler } from '../../opcodes/handler.js';
import type { FunctionType } from '../../types/function-type.js';
import { hooks, type Hooks } from '../../hooks.js';
import { extensionRules } from '../../validation/rules.js';
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
registerReferences(isOf);
registerHandlers(Handler.CallRef, [callRef, asNonNull]);
Object.assign(extensionRules, {
  [ExtensionOp.call_ref]: rules.callRef,
  [ExtensionOp.return_call_ref]: rules.callRef,
  [ExtensionOp.ref_as_non_null]: rules.asNonNull,
  [ExtensionOp.br_on_null]: rules.branchOnNull,
  [ExtensionOp.br_on_non_null]: rules.branchOnNonNull,
});

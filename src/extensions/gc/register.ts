/**
 * Garbage collection: structures, arrays, i31 and casts.
 * https://github.com/WebAssembly/gc/blob/main/proposals/gc/MVP.md
 */
import '../function-references/register.js';
import { registerHandlers } from '../frame-call.js';
import { registerReferences } from '../reference-checks.js';
import { ExtensionOp } from '../../opcodes/extension-op.js';
import { Feature, registerFeature } from '../../opcodes/feature.js';
import { Handler } from '../../opcodes/handler.js';
import { hooks, type Hooks } from '../../hooks.js';
import { ValueType } from '../../types/value-type.js';
import { extensionRules } from '../../validation/rules.js';
import * as arrays from './array-handlers.js';
import { checkConstant, construct, evaluateItem } from './constants.js';
import { fromHost, isOf, toHost } from './conversions.js';
import * as references from './reference-handlers.js';
import * as rules from './rules.js';
import * as structures from './structure-handlers.js';

registerFeature(Feature.Gc);
registerReferences(isOf);
Object.assign(hooks, {
  checkConstant,
  construct,
  evaluateItem,
  fromHost,
  toHost,
} satisfies Partial<Hooks>);
registerHandlers(Handler.RefEq, [
  references.refEq,
  structures.structNew,
  structures.structFill,
  structures.structGet,
  structures.structGet64,
  structures.structGetPacked,
  structures.structSet,
  structures.structSet64,
  references.refTest,
  references.refCast,
  references.i31New,
  references.i31GetS,
  references.i31GetU,
  arrays.arrayNew,
  arrays.arrayNew64,
  arrays.arrayNewDefault,
  arrays.arrayFillTop,
  arrays.arrayGet,
  arrays.arrayGet64,
  arrays.arrayGetF32,
  arrays.arrayGetMasked,
  arrays.arraySet,
  arrays.arraySet64,
  arrays.arrayLen,
  arrays.arrayFill,
  arrays.arrayFill64,
  arrays.arrayCopy,
]);
registerHandlers(Handler.ArrayNewData, [
  arrays.arrayNewData,
  arrays.arrayNewElem,
  arrays.arrayInitData,
  arrays.arrayInitElem,
]);
extensionRules[ExtensionOp.ref_eq] = rules.refEq;

/** By their codes behind the prefix, from 0 on. */
[
  rules.structNew,
  rules.structNewDefault,
  rules.structGet(rules.Extension.None),
  rules.structGet(rules.Extension.Signed),
  rules.structGet(rules.Extension.Unsigned),
  rules.structSet,
  rules.arrayNew,
  rules.arrayNewDefault,
  rules.arrayNewFixed,
  rules.arrayNewData,
  rules.arrayNewElem,
  rules.arrayGet(rules.Extension.None),
  rules.arrayGet(rules.Extension.Signed),
  rules.arrayGet(rules.Extension.Unsigned),
  rules.arraySet,
  rules.arrayLen,
  rules.arrayFill,
  rules.arrayCopy,
  rules.arrayInitData,
  rules.arrayInitElem,
  rules.refTest(false),
  rules.refTest(true),
  rules.refCast(false),
  rules.refCast(true),
  rules.branchOnCast(false),
  rules.branchOnCast(true),
  rules.convert(ValueType.ExternRef, ValueType.AnyRef),
  rules.convert(ValueType.AnyRef, ValueType.ExternRef),
  rules.i31New,
  rules.i31Get(Handler.I31GetS),
  rules.i31Get(Handler.I31GetU),
].forEach((rule, code) => {
  extensionRules[ExtensionOp.struct_new + code] = rule;
});

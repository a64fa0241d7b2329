/**
 * Exceptions.
 * https://webassembly.github.io/spec/core/syntax/instructions.html#syntax-instr-control
 */
import { registerFramed } from '../frame-call.js';
import { tagTypes } from '../../binary/tag-section.js';
import { ExtensionOp } from '../../opcodes/extension-op.js';
import { Feature, registerFeature } from '../../opcodes/feature.js';
import { Handler } from '../../opcodes/handler.js';
import { registerHandlers } from '../../runtime/handlers.js';
import { tagHook } from '../../runtime/tag-hook.js';
import { referenceChecks } from '../../runtime/value.js';
import { ValueType } from '../../types/value-type.js';
import { registerRules } from '../../validation/extension-rules.js';
import { Exception } from './exception.js';
import { caught, throwFramed, throwNew, throwRef } from './handlers.js';
import * as rules from './rules.js';
import { TAG_TYPES, TAGS } from './tags.js';

registerFeature(Feature.ExceptionHandling);
registerHandlers(Handler.Throw, [throwNew, throwRef, caught]);
registerFramed(Handler.Throw, throwFramed);
registerRules({
  [ExtensionOp.throw]: rules.throw_,
  [ExtensionOp.throw_ref]: rules.throwRef,
  [ExtensionOp.try_table]: rules.tryTable,
});
Object.assign(tagTypes, TAG_TYPES);
Object.assign(tagHook, TAGS);
referenceChecks.push((value, type) => type === ValueType.ExnRef && value instanceof Exception);

/**
 * Exceptions.
 * https://webassembly.github.io/spec/core/syntax/instructions.html#syntax-instr-control
 */
import '../frame-call.js';
import { ExtensionOp } from '../../opcodes/extension-op.js';
import { Feature, registerFeature } from '../../opcodes/feature.js';
import { Handler } from '../../opcodes/handler.js';
import { registerHandlers } from '../../runtime/handlers.js';
import { registerTags } from '../../runtime/tag-hook.js';
import { registerReferences } from '../../runtime/value.js';
import { ValueType } from '../../types/value-type.js';
import { registerRules } from '../../validation/extension-rules.js';
import { Exception } from './exception.js';
import { caught, throwNew, throwRef } from './handlers.js';
import * as rules from './rules.js';
import { TAGS } from './tags.js';

registerFeature(Feature.ExceptionHandling);
registerHandlers(Handler.Throw, [throwNew, throwRef, caught]);
registerRules({
  [ExtensionOp.throw]: rules.throw_,
  [ExtensionOp.throw_ref]: rules.throwRef,
  [ExtensionOp.try_table]: rules.tryTable,
});
registerTags(TAGS);
registerReferences((value, type) => type === ValueType.ExnRef && value instanceof Exception);

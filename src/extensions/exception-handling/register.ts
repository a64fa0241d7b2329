/**
 * Exceptions.
 * https://webassembly.github.io/spec/core/syntax/instructions.html#syntax-instr-control
 */
import { registerFramed, registerHandlers } from '../frame-call.js';
import { registerReferences } from '../reference-checks.js';
import { ExtensionOp } from '../../opcodes/extension-op.js';
import { Feature, registerFeature } from '../../opcodes/feature.js';
import { Handler } from '../../opcodes/handler.js';
import { hooks } from '../../hooks.js';
import { ValueType } from '../../types/value-type.js';
import { extensionRules } from '../../validation/rules.js';
import { Exception } from './exception.js';
import { caught, throwFramed, throwNew, throwRef } from './handlers.js';
import * as rules from './rules.js';
import { TAG_HOOKS } from './tags.js';

registerFeature(Feature.ExceptionHandling);
registerHandlers(Handler.Throw, [throwNew, throwRef, caught]);
registerFramed(Handler.Throw, throwFramed);
Object.assign(extensionRules, {
  [ExtensionOp.throw]: rules.throw_,
  [ExtensionOp.throw_ref]: rules.throwRef,
  [ExtensionOp.try_table]: rules.tryTable,
});
Object.assign(hooks, TAG_HOOKS);
registerReferences((value, type) => type === ValueType.ExnRef && value instanceof Exception);

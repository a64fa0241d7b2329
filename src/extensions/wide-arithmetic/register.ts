/**
 * Wide arithmetic: sums and products of 128 bits.
 * https://github.com/WebAssembly/wide-arithmetic/blob/main/proposals/wide-arithmetic/Overview.md
 */
import { registerHandlers } from '../frame-call.js';
import { ExtensionOp } from '../../opcodes/extension-op.js';
import { Feature, registerFeature } from '../../opcodes/feature.js';
import { Handler } from '../../opcodes/handler.js';
import { FunctionType } from '../../types/function-type.js';
import { ValueType } from '../../types/value-type.js';
import { extensionRules } from '../../validation/rules.js';
import type { Rule } from '../../validation/rule.js';
import { add128, mulWideS, mulWideU, sub128 } from './operations.js';

const PAIR = Object.freeze([ValueType.I64, ValueType.I64]);
const SUM = Object.freeze(new FunctionType(Object.freeze([...PAIR, ...PAIR]), PAIR));
const PRODUCT = Object.freeze(new FunctionType(PAIR, PAIR));

const rule =
  (handler: Handler, type: FunctionType): Rule =>
  (validator) =>
    validator.extended(handler, 0, type);

registerFeature(Feature.WideArithmetic);
registerHandlers(Handler.Add128, [
  (_instance, _x, ...halves) => add128(...(halves as Halves)),
  (_instance, _x, ...halves) => sub128(...(halves as Halves)),
  (_instance, _x, a: number, b: number, c: number, d: number) => mulWideS(a, b, c, d),
  (_instance, _x, a: number, b: number, c: number, d: number) => mulWideU(a, b, c, d),
]);
Object.assign(extensionRules, {
  [ExtensionOp.i64_add128]: rule(Handler.Add128, SUM),
  [ExtensionOp.i64_sub128]: rule(Handler.Sub128, SUM),
  [ExtensionOp.i64_mul_wide_s]: rule(Handler.MulWideS, PRODUCT),
  [ExtensionOp.i64_mul_wide_u]: rule(Handler.MulWideU, PRODUCT),
});

type Halves = Parameters<typeof add128>;

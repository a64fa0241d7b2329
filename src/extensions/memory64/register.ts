/**
 * Memories and tables with 64-bit addresses. An access is that of a 32-bit memory whose address was
 * narrowed before (`FunctionVisitor.narrow`); what stays are the instructions that return sizes.
 * https://webassembly.github.io/spec/core/syntax/types.html#address-types
 */
import { registerHandlers } from '../frame-call.js';
import { Feature, registerFeature } from '../../opcodes/feature.js';
import { Handler } from '../../opcodes/handler.js';
import { hooks, type Hooks } from '../../hooks.js';
import { addressOf } from './address.js';
import { ruleOf64 } from './rules.js';
import { growMemory, growTable, memorySize, tableSize } from './sizes.js';

registerFeature(Feature.Memory64);
registerHandlers(Handler.MemorySize64, [memorySize, growMemory, tableSize, growTable]);
Object.assign(hooks, { ruleOf64, addressOf } satisfies Partial<Hooks>);

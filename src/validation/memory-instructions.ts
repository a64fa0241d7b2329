import {
  alignmentTooLarge,
  dataCountRequired,
  malformed,
  offsetOutOfRange,
  unknown,
} from '../errors/compile-errors.js';
import { alignLog2Of } from '../opcodes/fact.js';
import { Feature } from '../opcodes/feature.js';
import type { FunctionValidator } from './function-validator.js';
import type { Rule } from './rule.js';

/** The bit of a memarg's alignment that says that a memory index follows. */
const WITH_MEMORY = 0x40;

/**
 * Loads and stores.
 * https://webassembly.github.io/spec/core/binary/instructions.html#binary-memarg
 * https://webassembly.github.io/spec/core/valid/instructions.html#memory-instructions
 */
export const access: Rule = (validator, op, fact) => {
  const { reader, operands } = validator;
  const start = reader.position;
  const flags = reader.u32();
  if (flags >= 2 * WITH_MEMORY) throw malformed('memop flags', start);
  let memory = 0;
  if ((flags & WITH_MEMORY) !== 0) {
    reader.require(Feature.MultiMemory, start);
    memory = reader.u32();
  }
  const low = reader.u64();
  checkMemory(validator, memory, start);
  if ((flags & (WITH_MEMORY - 1)) > alignLog2Of(fact)) throw alignmentTooLarge(start);
  const isBeyond = reader.high !== 0;
  if (isBeyond && !validator.module.memories[memory]!.is64) throw offsetOutOfRange(start);
  operands.popOperands(fact);
  operands.pushResult(fact);
  return validator.visit(op, isBeyond ? 0xffffffff : low >>> 0, memory);
};

/**
 * `memory.size`, `grow` and `fill`.
 * https://webassembly.github.io/spec/core/valid/instructions.html#valid-memory-size
 */
export const memory: Rule = (validator, op, fact) => {
  const index = readMemoryIndex(validator);
  validator.operands.popOperands(fact);
  validator.operands.pushResult(fact);
  return validator.visit(op, index, 0);
};

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-memory-copy */
export const memoryCopy: Rule = (validator, op, fact) => {
  const destination = readMemoryIndex(validator);
  const source = readMemoryIndex(validator);
  validator.operands.popOperands(fact);
  return validator.visit(op, destination, source);
};

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-memory-init */
export const memoryInit: Rule = (validator, op, fact) => {
  const offset = validator.reader.position;
  const segment = validator.reader.u32();
  const index = readMemoryIndex(validator);
  checkSegment(validator, segment, offset);
  validator.operands.popOperands(fact);
  return validator.visit(op, segment, index);
};

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-data-drop */
export const dataDrop: Rule = (validator, op) => {
  const offset = validator.reader.position;
  const segment = validator.reader.u32();
  checkSegment(validator, segment, offset);
  return validator.visit(op, segment, 0);
};

/** The data section comes after the code: only the data count section tells its length. */
function checkSegment(validator: FunctionValidator, index: number, offset: number): void {
  const { dataCount } = validator.module;
  if (dataCount < 0) throw dataCountRequired(offset);
  if (index >= dataCount) throw unknown('data segment', index, offset);
}

function readMemoryIndex(validator: FunctionValidator): number {
  const offset = validator.reader.position;
  const index = validator.reader.u32();
  checkMemory(validator, index, offset);
  return index;
}

function checkMemory(validator: FunctionValidator, index: number, offset: number): void {
  if (index >= validator.module.memories.length) throw unknown('memory', index, offset);
}

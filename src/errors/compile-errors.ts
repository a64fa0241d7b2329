/**
 * What can be wrong with a module's bytes, one constructor each, in the specification suite's
 * wording. The offset is that of the first byte of what is wrong, counted from the module's start.
 */
import { absentText, type Feature, featureName } from '../opcodes/feature.js';
import { type ValueType, valueTypeName } from '../types/value-type.js';
import { CompileError } from './errors.js';

/** `text` is what is wrong: for what extensions find. */
export function at(text: string, offset: number): CompileError {
  return placed(`${text} (at offset 0x${offset.toString(16)})`, offset);
}

function placed(message: string, offset: number): CompileError {
  return Object.assign(new CompileError(message), { offset });
}

function hex(byte: number): string {
  return byte < 16 ? `0${byte.toString(16)}` : byte.toString(16);
}

/* Malformed: the bytes break the binary format. */

export function magicHeaderNotDetected(offset: number): CompileError {
  return at('magic header not detected', offset);
}
/** The common mistake; that it is at byte 0 would be no help. */
export function precompiledImage(): CompileError {
  return placed(
    'magic header not detected: these bytes are a precompiled image; use Module.deserialize',
    0,
  );
}
export function unknownBinaryVersion(offset: number): CompileError {
  return at('unknown binary version', offset);
}
export function unexpectedEndOfHeader(offset: number): CompileError {
  return at('unexpected end', offset);
}
export function unexpectedEnd(offset: number): CompileError {
  return at('unexpected end of section or function', offset);
}
export function lengthOutOfBounds(offset: number): CompileError {
  return at('length out of bounds', offset);
}
export function integerRepresentationTooLong(offset: number): CompileError {
  return at('integer representation too long', offset);
}
export function integerTooLarge(offset: number): CompileError {
  return at('integer too large', offset);
}
export function malformedUtf8(offset: number): CompileError {
  return at('malformed UTF-8 encoding', offset);
}
export function malformedSectionId(offset: number): CompileError {
  return at('malformed section id', offset);
}
export function unexpectedContent(offset: number): CompileError {
  return at('unexpected content after last section', offset);
}
export function sectionSizeMismatch(offset: number): CompileError {
  return at('section size mismatch', offset);
}
/** The bytes of a function body are used up before its last `end`. */
export function endExpected(offset: number): CompileError {
  return at('section size mismatch: END opcode expected', offset);
}
/** `else` where there is no `if`. */
export function misplacedElse(offset: number): CompileError {
  return at('END opcode expected', offset);
}
export function inconsistentFunctions(offset: number): CompileError {
  return at('function and code section have inconsistent lengths', offset);
}
export function inconsistentData(offset: number): CompileError {
  return at('data count and data section have inconsistent lengths', offset);
}
export function dataCountRequired(offset: number): CompileError {
  return at('data count section required', offset);
}
/** `what` is what the byte should have told: `import kind`, `limits flags`, `mutability`, … */
export function malformed(what: string, offset: number): CompileError {
  return at(`malformed ${what}`, offset);
}
/** @param prefixed what the byte before it adds to the opcode: 0x100 for 0xfc, 0x10000 for 0xfb */
export function illegalOpcode(
  opcode: number,
  offset: number,
  prefixed = opcode < 0x10000 ? 0x100 : 0x10000,
): CompileError {
  const prefix = prefixed === 0x100 ? 'fc' : 'fb';
  const code = opcode < 0x100 ? hex(opcode) : `${prefix} ${hex(opcode - prefixed)}`;
  return at(`illegal opcode ${code}`, offset);
}
export function invalidCustomPageSize(offset: number): CompileError {
  return at('invalid custom page size', offset);
}

/* Invalid: well-formed bytes that break a rule of validation. */

export function typeMismatch(offset: number): CompileError {
  return at('type mismatch', offset);
}
/** An operand of another type; `found` is 0 where the stack had none. */
export function operandMismatch(
  expected: ValueType,
  found: ValueType | 0,
  offset: number,
): CompileError {
  const name = found === 0 ? 'nothing' : valueTypeName(found);
  return at(`type mismatch: expected ${valueTypeName(expected)}, found ${name}`, offset);
}
/** `what` is the index space: `function`, `data segment`, `label`, … */
export function unknown(what: string, index: number, offset: number): CompileError {
  return at(`unknown ${what} ${index}`, offset);
}
export function immutableGlobal(offset: number): CompileError {
  return at('immutable global', offset);
}
export function invalidResultArity(offset: number): CompileError {
  return at('invalid result arity', offset);
}
export function undeclaredFunctionReference(offset: number): CompileError {
  return at('undeclared function reference', offset);
}
export function constantExpressionRequired(offset: number): CompileError {
  return at('constant expression required', offset);
}
export function alignmentTooLarge(offset: number): CompileError {
  return at('alignment must not be larger than natural', offset);
}
export function offsetOutOfRange(offset: number): CompileError {
  return at('offset out of range', offset);
}
export function minimumAboveMaximum(offset: number): CompileError {
  return at('size minimum must not be greater than maximum', offset);
}
export function memorySizeTooLarge(maximumPages: number, offset: number): CompileError {
  return at(`memory size must be at most ${maximumPages} pages`, offset);
}
export function tableSizeTooLarge(offset: number): CompileError {
  return at('table size must be at most 4294967295 elements', offset);
}
export function duplicateExportName(name: string, offset: number): CompileError {
  return at(`duplicate export name "${name}"`, offset);
}
export function invalidStartFunction(offset: number): CompileError {
  return at('start function must have the type [] -> []', offset);
}

/* Limits of this implementation. */

/** More than a number of `maximum.ts`: `locals`, `types`, … */
export function tooMany(what: string, offset: number): CompileError {
  return at(`too many ${what}`, offset);
}
export function featureNotEnabled(feature: Feature, offset: number): CompileError {
  return at(`the ${featureName(feature)} feature is not enabled`, offset);
}
/** Of an extension: see `registerFeature`. */
export function featureNotImported(feature: Feature, offset: number): CompileError {
  return at(absentText(feature), offset);
}
/** `what` is a proposal that this implementation lacks altogether: `memory64`. */
export function notSupported(what: string, offset: number): CompileError {
  return at(`${what} is not supported`, offset);
}
/** A limit of ours: operands and locals of one function together. */
export function tooManySlots(slots: number): CompileError {
  return new CompileError(`function needs ${slots} stack slots, more than an engine has`);
}

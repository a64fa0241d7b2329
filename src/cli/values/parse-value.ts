import { ValueType, valueTypeName } from '../../types/value-type.js';
import { CliError } from '../exit-code.js';
import { parseFloatText } from './parse-float.js';

const INTEGER = /^([+-]?)(0x[0-9a-f]+|\d+)$/i;

/**
 * The JavaScript value that a word of the command line means for a parameter: integers decimal or
 * hexadecimal, signed or unsigned; floats also `nan`, `inf` and hexadecimal; references `null`.
 *
 * @throws CliError when the word is no value of the type
 */
export function parseValue(text: string, type: ValueType): number | bigint | null {
  switch (type) {
    case ValueType.I32:
      return Number(BigInt.asIntN(32, integer(text, type, 32n)));
    case ValueType.I64:
      return BigInt.asIntN(64, integer(text, type, 64n));
    case ValueType.F32:
    case ValueType.F64: {
      const value = parseFloatText(text);
      if (value === undefined)
        throw notA(text, type, 'a number such as 1.5, -2e3, 0x1p-3, inf or nan');
      return type === ValueType.F32 ? Math.fround(value) : value;
    }
    default:
      if (text !== 'null') throw notA(text, type, 'the only reference that can be given is null');
      return null;
  }
}

function integer(text: string, type: ValueType, bits: bigint): bigint {
  const match = INTEGER.exec(text);
  if (!match) throw notA(text, type, 'an integer, decimal or hexadecimal');
  const value = BigInt(match[2]!) * (match[1] === '-' ? -1n : 1n);
  const [least, most] = [-(1n << (bits - 1n)), (1n << bits) - 1n];
  if (value < least || value > most) throw notA(text, type, `from ${least} to ${most}`);
  return value;
}

function notA(text: string, type: ValueType, expected: string): CliError {
  return new CliError(`"${text}" is not an ${valueTypeName(type)} (${expected})`);
}

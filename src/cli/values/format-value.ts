import { ValueType } from '../../types/value-type.js';

/** Digits with which every f32 can be told from its neighbours. */
const F32_DIGITS = 9;

/** A value as the command prints it, and as `parseValue` reads it. */
export function formatValue(value: unknown, type: ValueType): string {
  switch (type) {
    case ValueType.F32:
    case ValueType.F64:
      return formatFloat(value as number, type);
    case ValueType.FuncRef:
      return value === null ? 'null' : 'funcref';
    case ValueType.ExternRef:
      return value === null ? 'null' : 'externref';
    default:
      return String(value);
  }
}

function formatFloat(value: number, type: ValueType): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Object.is(value, -0)) return '-0';
  return String(type === ValueType.F32 ? shortestF32(value) : value);
}

/** The number with the fewest digits that is the same f32: 0.1 for 0.10000000149011612. */
function shortestF32(value: number): number {
  for (let digits = 1; digits < F32_DIGITS; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return shorter;
  }
  return Number(value.toPrecision(F32_DIGITS));
}

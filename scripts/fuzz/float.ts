/**
 * Floating-point numbers as text. Engines do not agree on the digits of a number (the shortest that
 * are read back as it may be two), so only those have decimals of which there can be no doubt; the
 * others are told by their bits as f64. A NaN is `nan`, for engines choose its bits.
 */
const cells = new Uint32Array(2);
const double = new Float64Array(cells.buffer);

const hex = (word: number): string => word.toString(16).padStart(8, '0');

export function floatText(value: number): string {
  if (value !== value) return 'nan';
  if (value === 0) return 1 / value < 0 ? '-0' : '0';
  const size = value < 0 ? -value : value;
  if (size === Infinity || (size < 2 ** 53 && size % 1 === 0)) return String(value);
  if (size < 2 ** 20 && (size * 256) % 1 === 0) return String(value);
  double[0] = value;
  return `0x${hex(cells[1]!)}${hex(cells[0]!)}`;
}

export function floatOf(text: string): number {
  if (text === 'nan') return NaN;
  // XS has integers beside numbers, and they have no minus zero.
  if (text === '-0') return -1 / Infinity;
  if (!text.startsWith('0x')) return Number(text);
  cells[1] = parseInt(text.slice(2, 10), 16);
  cells[0] = parseInt(text.slice(10), 16);
  return double[0]!;
}

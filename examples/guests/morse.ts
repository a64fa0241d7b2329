/*
 * morse: turns letters and digits into Morse code for a lamp. AssemblyScript, with a table in
 * static memory and no heap. asc can only make pages of 64 KiB; the build script then declares the
 * memory anew in 1-byte pages, as large as its data (see scripts/guests/one-byte-pages.js).
 *
 * Exports
 *   code(char: i32) -> i32     the character's signs as bits under a leading 1, first sign highest,
 *                              1 for a dash: 'A' (.-) is 0b101; 0 for a character without a code
 *   units(char: i32) -> i32    how long the character takes in units of one dot, with the gap of
 *                              three units after it; 7 for a space, 0 without a code
 *   level(char: i32, unit: i32) -> i32
 *                              1 when the lamp is lit in the given unit of the character
 *
 * Memory, 36 bytes: a code for each of A to Z and 0 to 9.
 */
const TABLE = memory.data<u8>([
  0b101, 0b11000, 0b11010, 0b1100, 0b10, 0b10010, 0b1110, 0b10000, 0b100, 0b10111, 0b1101, 0b10100,
  0b111, 0b110, 0b1111, 0b10110, 0b11101, 0b1010, 0b1000, 0b11, 0b1001, 0b10001, 0b1011, 0b11001,
  0b11011, 0b11100, 0b111111, 0b101111, 0b100111, 0b100011, 0b100001, 0b100000, 0b110000, 0b111000,
  0b111100, 0b111110,
]);

export function code(char: i32): i32 {
  const upper = char & ~32;
  if (upper >= 65 && upper <= 90) return load<u8>(TABLE + upper - 65);
  if (char >= 48 && char <= 57) return load<u8>(TABLE + 26 + char - 48);
  return 0;
}

export function units(char: i32): i32 {
  if (char == 32) return 7;
  let signs = code(char);
  if (!signs) return 0;
  let total = 2; // the gap after the last sign is three units instead of one
  for (; signs > 1; signs >>= 1) total += signs & 1 ? 4 : 2;
  return total;
}

export function level(char: i32, unit: i32): i32 {
  const signs = code(char);
  if (!signs || unit < 0) return 0;
  for (let bit = 30 - clz(signs); bit >= 0; bit--) {
    const lit = (signs >> bit) & 1 ? 3 : 1;
    if (unit < lit) return 1;
    if (unit == lit) return 0;
    unit -= lit + 1;
  }
  return 0;
}

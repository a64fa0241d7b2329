/**
 * An address or size of 64 bits that a program gives, as a number: rounded above 2^53, which is beyond
 * any memory or table.
 * https://webassembly.github.io/spec/js-api/#addressvaluetou64
 * @throws TypeError unless it is an unsigned integer of 64 bits
 */
export function addressOf(value: unknown, what: string): number {
  // An operation whose argument is made a BigInt, and which leaves even those as they are that are no u64.
  const wide = typeof value === 'bigint' ? value : BigInt.asIntN(128, value as bigint);
  if (wide !== BigInt.asUintN(64, wide)) {
    throw new TypeError(`${what} must be an integer from 0 to 2^64 - 1`);
  }
  return Number(wide);
}

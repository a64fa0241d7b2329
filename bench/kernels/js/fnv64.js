/**
 * FNV-1a-64 of 500 bytes; see ../fnv64.c. The hash is four limbs of 16 bits: products of a limb
 * and the prime's 0x1b3 stay integers below 2^31, which is what XS is quick with (a BigInt
 * multiplication costs it more than 6,000 cycles on an RP2040).
 */

export function run() {
  let a = 0x2325; // the lowest limb
  let b = 0x8422;
  let c = 0x9ce4;
  let d = 0xcbf2;
  for (let i = 0; i < 500; i++) {
    a ^= i & 255;
    // times 0x100_0000_01b3: the limbs times 0x1b3, and the two lower ones shifted by 40 bits
    const low = a * 0x1b3;
    const second = b * 0x1b3 + (low >> 16);
    const third = c * 0x1b3 + ((a << 8) & 0xffff) + (second >> 16);
    d = (d * 0x1b3 + (a >> 8) + ((b << 8) & 0xffff) + (third >> 16)) & 0xffff;
    a = low & 0xffff;
    b = second & 0xffff;
    c = third & 0xffff;
  }
  return ((d ^ b) << 16) | (c ^ a);
}

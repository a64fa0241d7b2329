/** 300 steps of xorshift64 over a pair of 32-bit halves; see ../xorshift64.c. */

export function run() {
  let high = 0x2545f491;
  let low = 0x4f6cdd1d;
  for (let i = 0; i < 300; i++) {
    high ^= (high << 13) | (low >>> 19);
    low ^= low << 13;
    low ^= (low >>> 7) | (high << 25);
    high ^= high >>> 7;
    high ^= (high << 17) | (low >>> 15);
    low ^= low << 17;
  }
  return high ^ low;
}

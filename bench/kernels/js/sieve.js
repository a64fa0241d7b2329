/** The primes below 2048; see ../sieve.c. */

const LIMIT = 2048;

export function run() {
  const composite = new Uint8Array(LIMIT);
  let primes = 0;
  for (let i = 2; i < LIMIT; i++) {
    if (composite[i]) continue;
    primes++;
    for (let j = i * 2; j < LIMIT; j += i) composite[j] = 1;
  }
  return primes;
}

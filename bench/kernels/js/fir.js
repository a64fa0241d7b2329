/**
 * An 8-tap filter over 107 samples; see ../fir.c. The taps are multiples of 2^-7 and the samples
 * small integers, so that every product and sum is exact in f32 too and needs no `Math.fround`.
 */

const TAPS = 8;
const OUTPUTS = 100;

export function run() {
  const taps = new Float32Array([
    0.0078125, 0.0625, 0.1640625, 0.265625, 0.265625, 0.1640625, 0.0625, 0.0078125,
  ]);
  const samples = new Float32Array(OUTPUTS + TAPS - 1);
  for (let i = 0; i < samples.length; i++) samples[i] = ((i * 37) % 101) - 50;
  let sum = 0;
  for (let i = 0; i < OUTPUTS; i++) {
    let acc = 0;
    for (let t = 0; t < TAPS; t++) acc += taps[t] * samples[i + t];
    sum += acc < 0 ? -acc : acc;
  }
  return (sum * 1024) | 0;
}

/**
 * The product of two 16 x 16 matrices of 32-bit integers; see ../matmul.c. The elements are small
 * enough for plain products, which XS does faster than `Math.imul`.
 */

const N = 16;

export function run() {
  const a = new Int32Array(N * N);
  const b = new Int32Array(N * N);
  const c = new Int32Array(N * N);
  for (let i = 0; i < N * N; i++) {
    a[i] = i * 3 + 1;
    b[i] = i * 5 + 2;
  }
  for (let row = 0; row < N * N; row += N)
    for (let column = 0; column < N; column++) {
      let sum = 0;
      for (let k = 0; k < N; k++) sum = (sum + a[row + k] * b[k * N + column]) | 0;
      c[row + column] = sum;
    }
  const { imul } = Math;
  let sum = 0;
  for (let i = 0; i < N * N; i++) sum = (imul(sum, 31) + c[i]) | 0;
  return sum;
}

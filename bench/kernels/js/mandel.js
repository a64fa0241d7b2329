/** The Mandelbrot set on 8 x 8 points, at most 50 iterations; see ../mandel.c. */

const SIDE = 8;
const ITERATIONS = 50;

export function run() {
  const { imul } = Math;
  let sum = 0;
  for (let row = 0; row < SIDE; row++) {
    const ci = -1.25 + row * (2.5 / SIDE);
    for (let column = 0; column < SIDE; column++) {
      const cr = -2 + column * (2.5 / SIDE);
      let zr = 0;
      let zi = 0;
      let rr = 0;
      let ii = 0;
      let n = 0;
      while (n < ITERATIONS && rr + ii <= 4) {
        zi = 2 * zr * zi + ci;
        zr = rr - ii + cr;
        rr = zr * zr;
        ii = zi * zi;
        n++;
      }
      sum = (imul(sum, 31) + n) | 0;
    }
  }
  return sum;
}

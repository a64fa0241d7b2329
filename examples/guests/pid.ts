/*
 * pid: a PID controller, for instance for a heater. AssemblyScript; needs no memory at all: its
 * state lies in globals, so the built module declares none.
 *
 * Exports
 *   tune(kp: f32, ki: f32, kd: f32)        set the gains and forget the past
 *   limit(low: f32, high: f32)             range of the output, 0 to 100 unless said otherwise
 *   update(target: f32, measured: f32) -> f32
 *                                          one step; the output, within the range
 *   integral() -> f32                      the integral part, which stands still while the output
 *                                          is at a limit (anti-windup)
 */
let kp: f32 = 0;
let ki: f32 = 0;
let kd: f32 = 0;
let low: f32 = 0;
let high: f32 = 100;
let sum: f32 = 0;
let last: f32 = 0;
let started: bool = false;

export function tune(p: f32, i: f32, d: f32): void {
  kp = p;
  ki = i;
  kd = d;
  sum = 0;
  last = 0;
  started = false;
}

export function limit(from: f32, to: f32): void {
  low = from;
  high = to;
}

export function update(target: f32, measured: f32): f32 {
  const error = target - measured;
  // The derivative is that of the measurement: a new target gives no kick.
  const slope: f32 = started ? measured - last : 0;
  started = true;
  last = measured;
  const raised = sum + ki * error;
  const output = kp * error + raised - kd * slope;
  if (output > high) return high;
  if (output < low) return low;
  sum = raised;
  return output;
}

export function integral(): f32 {
  return sum;
}

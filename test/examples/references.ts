/**
 * The guests that are not C, written a second time in JavaScript from their descriptions: where
 * the expected results of index.json come from. (Those of the C guests come from the same source,
 * built by the machine's own compiler; see native.test.ts.)
 */

export type Value = number | bigint;
export type Reference = Record<string, (...args: never[]) => Value | null>;

/** A host function as a reference calls it. */
export type HostCall = (name: string, args: number[]) => void;

const fround = Math.fround;

function pid(): Reference {
  let [p, i, d, low, high, sum, last] = [0, 0, 0, 0, 100, 0, 0];
  let started = false;
  return {
    tune(kp: number, ki: number, kd: number) {
      [p, i, d, sum, last, started] = [fround(kp), fround(ki), fround(kd), 0, 0, false];
      return null;
    },
    limit(from: number, to: number) {
      [low, high] = [fround(from), fround(to)];
      return null;
    },
    update(target: number, measured: number) {
      const now = fround(measured);
      const error = fround(fround(target) - now);
      const slope = started ? fround(now - last) : 0;
      [started, last] = [true, now];
      const raised = fround(sum + fround(i * error));
      const output = fround(fround(fround(p * error) + raised) - fround(d * slope));
      if (output > high) return high;
      if (output < low) return low;
      sum = raised;
      return output;
    },
    integral: () => sum,
  };
}

const MORSE: Record<string, string> = Object.fromEntries(
  (
    'A.- B-... C-.-. D-.. E. F..-. G--. H.... I.. J.--- K-.- L.-.. M-- N-. O--- P.--. Q--.- R.-. ' +
    'S... T- U..- V...- W.-- X-..- Y-.-- Z--.. 0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... ' +
    '7--... 8---.. 9----.'
  )
    .split(' ')
    .map((entry) => [entry[0], entry.slice(1)]),
);

function morse(): Reference {
  const signs = (char: number) => MORSE[String.fromCharCode(char).toUpperCase()];
  const lamp = (char: number) =>
    [...(signs(char) ?? '')].map((sign) => (sign === '-' ? '111' : '1')).join('0');
  return {
    code(char: number) {
      const found = signs(char);
      return found ? parseInt(`1${found.replaceAll('.', '0').replaceAll('-', '1')}`, 2) : 0;
    },
    units(char: number) {
      if (char === 32) return 7;
      return signs(char) ? lamp(char).length + 3 : 0;
    },
    level: (char: number, unit: number) => Number(lamp(char)[unit] ?? 0),
  };
}

function blink(host: HostCall): Reference {
  let steps = [0, 1, 0, 1, 0, 2, 3, 2];
  let [step, pins] = [0, 0];
  const write = (pin: number, level: number) => host('env.gpio_write', [pin, level]);
  write(0, 0);
  write(1, 0);
  return {
    tick() {
      const levels = steps[step]!;
      for (const pin of [0, 1]) {
        const level = (levels >> pin) & 1;
        if (level !== ((pins >> pin) & 1)) write(pin, level);
      }
      pins = levels;
      const played = step;
      step = (step + 1) % 8;
      return played;
    },
    load(word: number) {
      steps = Array.from({ length: 8 }, (_, i) => (word >> (2 * i)) & 3);
      step = 0;
      return null;
    },
  };
}

function calculator(): Reference {
  const stack: number[] = [];
  const operations: ((a: number, b: number) => number)[] = [
    (a, b) => a + b,
    (a, b) => a - b,
    (a, b) => Number(BigInt.asIntN(32, BigInt(a) * BigInt(b))),
    (a, b) => Math.trunc(a / b),
    (a, b) => a % b,
    Math.min,
    Math.max,
  ];
  const apply = (op: number, a: number, b: number) => operations[op]!(a, b) | 0;
  return {
    apply,
    push(value: number) {
      stack.push(value);
      return null;
    },
    run(op: number) {
      const b = stack.pop()!;
      const a = stack.pop()!;
      stack.push(apply(op, a, b));
      return stack.at(-1)!;
    },
    depth: () => stack.length,
  };
}

function random(): Reference {
  let [state, increment] = [0n, 1n];
  const next = () => {
    const old = state;
    state = BigInt.asUintN(64, old * 6364136223846793005n + increment);
    const word = BigInt.asUintN(32, ((old >> 18n) ^ old) >> 27n);
    const turn = old >> 59n;
    return Number(BigInt.asUintN(32, (word >> turn) | (word << (32n - turn))));
  };
  return {
    seed(initial: bigint, sequence: bigint) {
      [state, increment] = [0n, BigInt.asUintN(64, (sequence << 1n) | 1n)];
      next();
      state = BigInt.asUintN(64, state + initial);
      next();
      return null;
    },
    next: () => next() | 0,
    below(bound: number) {
      const unsigned = bound >>> 0;
      for (;;) {
        const value = next();
        if (value >= 2 ** 32 % unsigned) return (value % unsigned) | 0;
      }
    },
    state: () => BigInt.asIntN(64, state),
  };
}

function pt100(): Reference {
  const [r0, a, b, c] = [100, 3.9083e-3, -5.775e-7, -4.183e-12];
  const resistance = (t: number) =>
    r0 * (1 + t * (a + b * t) + (t < 0 ? c * (t - 100) * (t * (t * t)) : 0));
  const celsius = (ohms: number) => {
    let t = (Math.sqrt(a * a - 4 * b * (1 - ohms / r0)) - a) / (2 * b);
    if (t < 0)
      for (let step = 0; step < 4; step++) t -= (resistance(t) - ohms) / (r0 * (a + 2 * b * t));
    return t;
  };
  return {
    resistance,
    celsius,
    from_adc: (raw: number, scale: number, reference: number) =>
      celsius(reference * ((raw >>> 0) / (scale >>> 0))),
  };
}

export const references: Record<string, (host: HostCall) => Reference> = {
  pid,
  morse,
  blink,
  calculator,
  random,
  pt100,
};

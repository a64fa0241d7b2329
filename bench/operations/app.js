/**
 * What ways to hold registers and to dispatch cost, inside XS: nanoseconds each, a loop's own time
 * taken off. Each line is measured several times in turn with the others; the least counts.
 */
import Sim from 'sim';

const COUNT = 8192;
const R = new Int32Array(64);
const plain = new Array(64).fill(1);
const code = new Int32Array(256);
const bytes = new Uint8Array(256);
const words = new Int32Array(1);
const packed = 0 | (2 << 8) | (4 << 16) | (6 << 24);
words[0] = packed;
for (let i = 0; i < 64; i++) R[i] = i;

/** The tree that `if (op < k)` makes over 2^depth cases, each adding its number. */
function treeText(low, high) {
  if (high - low === 1) return `s = (s + ${low}) | 0;`;
  const middle = (low + high) >> 1;
  return `if (op < ${middle}) { ${treeText(low, middle)} } else { ${treeText(middle, high)} }`;
}
const make = (body) =>
  new Function(
    'code',
    'COUNT',
    `let s = 0; let op = 0; for (let n = 0; n < COUNT; n++) { op = code[n & 255]; ${body} } return s;`,
  );
const tree = make(treeText(0, 128));
const chain = make(
  `switch (op) { ${Array.from({ length: 128 }, (_, k) => `case ${k}: s = (s + ${k}) | 0; break;`).join(' ')} }`,
);
const fetchOnly = make('');
const handlers = [];
let total = 0;
for (let k = 0; k < 128; k++)
  handlers.push(() => {
    total = (total + k) | 0;
  });

/** By name: what to run, and what of it is the loop itself. */
const nothing = () => {
  let w = packed;
  for (let n = 0; n < COUNT; n++) {
    w = packed;
  }
  return w;
};
const decode = () => {
  const w = packed;
  let a = 0;
  let b = 0;
  let c = 0;
  const fp = 0;
  for (let n = 0; n < COUNT; n++) {
    a = fp + ((w >> 7) & 510);
    b = fp + ((w >> 15) & 510);
    c = fp + ((w >> 23) & 510);
  }
  return a + b + c;
};
const addTyped = () => {
  const a = 4;
  const b = 8;
  const c = 12;
  for (let n = 0; n < COUNT; n++) {
    R[a] = R[b] + R[c];
  }
};
const addPlain = () => {
  const a = 4;
  const b = 8;
  const c = 12;
  for (let n = 0; n < COUNT; n++) {
    plain[a] = (plain[b] + plain[c]) | 0;
  }
};
const loopOnly = () => {
  const a = 4;
  const b = 8;
  const c = 12;
  for (let n = 0; n < COUNT; n++) {}
  return a + b + c;
};
const readTyped = () => {
  const a = 4;
  let x = 0;
  for (let n = 0; n < COUNT; n++) {
    x = R[a];
  }
  return x;
};
const readPlain = () => {
  const a = 4;
  let x = 0;
  for (let n = 0; n < COUNT; n++) {
    x = plain[a];
  }
  return x;
};
const writeTyped = () => {
  const a = 4;
  for (let n = 0; n < COUNT; n++) {
    R[a] = 7;
  }
};
const writePlain = () => {
  const a = 4;
  for (let n = 0; n < COUNT; n++) {
    plain[a] = 7;
  }
};
const readByte = () => {
  const a = 4;
  let x = 0;
  for (let n = 0; n < COUNT; n++) {
    x = bytes[a];
  }
  return x;
};
const handler = () => {
  let op = 0;
  for (let n = 0; n < COUNT; n++) {
    op = code[n & 255];
    handlers[op]();
  }
};
const D = new Float64Array(64);
const doubles = new Array(64).fill(1.5);
D.fill(1.5);
const mulTyped = () => {
  const a = 4;
  const b = 8;
  const c = 12;
  for (let n = 0; n < COUNT; n++) {
    D[a] = D[b] * D[c];
    D[a] = 1.5;
  }
};
const mulPlain = () => {
  const a = 4;
  const b = 8;
  const c = 12;
  for (let n = 0; n < COUNT; n++) {
    doubles[a] = doubles[b] * doubles[c];
    doubles[a] = 1.5;
  }
};

const wholeTyped = () => {
  let w = 0;
  const pc = 0;
  const fp = 0;
  for (let n = 0; n < COUNT; n++) {
    w = words[pc];
    if ((w & 255) < 128)
      R[fp + ((w >> 7) & 510)] = R[fp + ((w >> 15) & 510)] + R[fp + ((w >> 23) & 510)];
  }
};
const wholePlain = () => {
  let w = 0;
  const pc = 0;
  const fp = 0;
  for (let n = 0; n < COUNT; n++) {
    w = words[pc];
    if ((w & 255) < 128)
      plain[fp + ((w >> 8) & 255)] = (plain[fp + ((w >> 16) & 255)] + plain[fp + (w >>> 24)]) | 0;
  }
};
const CASES = [
  ['read, Int32Array', readTyped, loopOnly],
  ['read, plain array', readPlain, loopOnly],
  ['read, Uint8Array', readByte, loopOnly],
  ['write, Int32Array', writeTyped, loopOnly],
  ['write, plain array', writePlain, loopOnly],
  ['add of three operands, Int32Array', addTyped, loopOnly],
  ['add of three operands, plain array', addPlain, loopOnly],
  ['fetch, fields and add, Int32Array', wholeTyped, loopOnly],
  ['fetch, fields and add, plain array', wholePlain, loopOnly],
  ['f64 multiply and a store, Float64Array', mulTyped, loopOnly],
  ['f64 multiply and a store, plain array', mulPlain, loopOnly],
  ['three fields of a word', decode, nothing],
  ['dispatch of 128, balanced tree', () => tree(code, COUNT), () => fetchOnly(code, COUNT)],
  ['dispatch of 128, handlers in an array', handler, () => fetchOnly(code, COUNT)],
  ['dispatch of 128, switch', () => chain(code, COUNT), () => fetchOnly(code, COUNT)],
];

// Spread evenly over the cases, so that tree and switch show their mean.
for (let i = 0; i < 256; i++) code[i] = (i * 53) & 127;

const [rounds = '60'] = Sim.argv;
const time = (run) => {
  const start = Sim.now();
  run();
  return Sim.now() - start;
};
const least = CASES.map(() => [Infinity, Infinity]);
for (let r = Number(rounds); r > 0; r--) {
  CASES.forEach(([, run, base], i) => {
    least[i][0] = Math.min(least[i][0], time(run));
    least[i][1] = Math.min(least[i][1], time(base));
  });
}
CASES.forEach(([name], i) => {
  trace(`${name.padEnd(42)}${((least[i][0] - least[i][1]) / COUNT).toFixed(0).padStart(6)} ns\n`);
});

/** What a register file of 512 slots weighs. */
function weigh(make) {
  Sim.collect();
  const before = Sim.measure('slotBytes') + Sim.measure('chunkBytes');
  const kept = make();
  Sim.collect();
  return [Sim.measure('slotBytes') + Sim.measure('chunkBytes') - before, kept][0];
}
const typed = weigh(() => {
  const buffer = new ArrayBuffer(4096);
  return (globalThis.kept1 = [
    new Int32Array(buffer),
    new Float32Array(buffer),
    new Float64Array(buffer),
  ]);
});
const array = weigh(() => (globalThis.kept2 = new Array(512).fill(0)));
const pairs = weigh(() => (globalThis.kept3 = new Array(1024).fill(0)));
trace(`512 slots of 8 bytes under three typed arrays: ${typed} bytes\n`);
trace(
  `512 elements of a plain array: ${array} bytes; 1024, so that i64 fits in two: ${pairs} bytes\n`,
);

/**
 * The ways by which functions that are compiled once can reach the state of the instance that runs,
 * as text for XS: through variables of their module, which are swapped when control enters an
 * instance; through `this`, as methods that instances inherit; through a parameter `I`.
 */
export type Way = 'variables' | 'this' | 'parameter';

/** What stands in a loop; the loop's own cost is taken off. */
export interface Case {
  readonly way: Way;
  readonly title: string;
  /** Statements before the loop. */
  readonly before?: string;
  readonly body: string;
}

/** Ways to do the same; the first is what the others are compared with. */
export interface Group {
  readonly title: string;
  readonly cases: readonly Case[];
}

const variables = (title: string, body: string, before = ''): Case =>
  ({ way: 'variables', title, body, before }) as const;
const method = (title: string, body: string, before = ''): Case =>
  ({ way: 'this', title, body, before }) as const;
const parameter = (title: string, body: string, before = ''): Case =>
  ({ way: 'parameter', title, body, before }) as const;

/** Reads the stack pointer and writes it twice, as a function of C with a frame does. */
const stackPointer = (place: string): string =>
  `const s = (${place} - 16) | 0; ${place} = s; ${place} = (s + 16) | 0;`;

/** An access to memory by the view in a local variable, plain or with a prototype of our own. */
const accesses = (title: string, of: (view: string) => string): Group => ({
  title,
  cases: [
    variables('DataView', of('V'), 'const V = view;'),
    variables('DataView, short prototype', of('V'), 'const V = short;'),
  ],
});

export const GROUPS: readonly Group[] = [
  {
    title: 'a call from outside, by what calls',
    cases: [
      method('this: a method', 'this.leaf(n, ENOUGH);'),
      variables('module variables: three swapped, and back', 'enter(instance, n);'),
      parameter('instance parameter', 'leafParameter(I, n, ENOUGH);'),
    ],
  },
  {
    title: 'a call of nothing, by its place',
    cases: [
      variables('function of the module', 'nothing0();'),
      ...[0, 9, 99].map((place) =>
        variables(`method ${place + 1} of what is inherited`, `C.m${place}();`, 'const C = crowd;'),
      ),
    ],
  },
  {
    title: 'stack pointer: one read, two writes',
    cases: [
      variables('module variable', stackPointer('sp')),
      method('this.g0', stackPointer('this.g0')),
      parameter('I.g0', stackPointer('I.g0')),
      method('this.G[0]', stackPointer('this.G[0]')),
      parameter('I.G[0]', stackPointer('I.G[0]')),
    ],
  },
  {
    title: 'i32.load, by where the view is',
    cases: [
      variables('module variable', 'view.getInt32(at, true);'),
      variables('local variable', 'V.getInt32(at, true);', 'const V = view;'),
      method('this.M', 'this.M.getInt32(at, true);'),
      parameter('I.M', 'I.M.getInt32(at, true);'),
      method('this.memory.view', 'this.memory.view.getInt32(at, true);'),
    ],
  },
  {
    title: 'i32.load, by how',
    cases: [
      ...accesses('', (v) => `${v}.getInt32(at, true);`).cases,
      variables('Int32Array, ??', 'W[at >> 2] ?? oob();', 'const W = words;'),
      variables(
        'Int32Array, ??, alignment',
        '(at & 3) === 0 ? (W[at >> 2] ?? oob()) : unaligned(at);',
        'const W = words;',
      ),
    ],
  },
  {
    title: 'i32.store, by how',
    cases: [
      ...accesses('', (v) => `${v}.setInt32(at, 5, true);`).cases,
      variables(
        'Int32Array, bounds',
        'at >= 0 && at < 61 ? (W[at >> 2] = 5) : oob();',
        'const W = words;',
      ),
    ],
  },
  {
    title: 'i32.load8_u, by how',
    cases: [
      ...accesses('', (v) => `${v}.getUint8(at);`).cases,
      variables('Uint8Array, ??', 'B[at] ?? oob();', 'const B = bytes;'),
    ],
  },
  {
    title: 'i32.store8, by how',
    cases: [
      ...accesses('', (v) => `${v}.setUint8(at, 5);`).cases,
      variables(
        'Uint8Array, bounds',
        'at >= 0 && at < 64 ? (B[at] = 5) : oob();',
        'const B = bytes;',
      ),
    ],
  },
  accesses('i32.load16_u', (v) => `${v}.getUint16(at, true);`),
  accesses('f32.load', (v) => `${v}.getFloat32(at, true);`),
  accesses('f64.load', (v) => `${v}.getFloat64(at, true);`),
  accesses('f64.store', (v) => `${v}.setFloat64(at, 1.5, true);`),
];

/** Functions that recur, with a check of what is left of the stack unless the title says otherwise. */
const RECURSIVE: readonly Omit<Case, 'before'>[] = [
  {
    way: 'variables',
    title: 'functions of the module, no check',
    body: 'NAME(x) { if (x < 2) return x; return (NAME((x - 1) | 0) + NAME((x - 2) | 0)) | 0; }',
  },
  {
    way: 'variables',
    title: 'functions of the module, what is left as a parameter',
    body:
      'NAME(x, d) { if ((d = d - FRAME) < 0) exhausted(); if (x < 2) return x; ' +
      'return (NAME((x - 1) | 0, d) + NAME((x - 2) | 0, d)) | 0; }',
  },
  {
    way: 'variables',
    title: 'functions of the module, what is left in a variable',
    body:
      'NAME(x) { if ((left = left - FRAME) < 0) exhausted(); let result = x; ' +
      'if (x >= 2) result = (NAME((x - 1) | 0) + NAME((x - 2) | 0)) | 0; ' +
      'left = left + FRAME; return result; }',
  },
  {
    way: 'this',
    title: 'methods, what is left as a parameter',
    body:
      'NAME(x, d) { if ((d = d - FRAME) < 0) exhausted(); if (x < 2) return x; ' +
      'return (this.NAME((x - 1) | 0, d) + this.NAME((x - 2) | 0, d)) | 0; }',
  },
  {
    way: 'parameter',
    title: 'functions with the instance and what is left as parameters',
    body:
      'NAME(I, x, d) { if ((d = d - FRAME) < 0) exhausted(); if (x < 2) return x; ' +
      'return (NAME(I, (x - 1) | 0, d) + NAME(I, (x - 2) | 0, d)) | 0; }',
  },
];

/** Something to measure, in the module that `source` writes. */
export interface Measured {
  readonly group: string;
  readonly title: string;
  /** Operations in one run. */
  readonly operations: number;
  /** Whether the empty loop is part of it. */
  readonly loop: boolean;
}

const LOOPS = 1000;
const FIB = 15;
/** fib(15) calls itself so often, the first call included. */
const FIB_CALLS = 1973;

/** What the module's `runs` measure, in order; the first is the loop alone. */
export const MEASURED: readonly Measured[] = [
  { group: '', title: '', operations: LOOPS, loop: false },
  ...RECURSIVE.map(({ title }) => ({
    group: 'a call, in fib(15)',
    title,
    operations: FIB_CALLS,
    loop: false,
  })),
  ...GROUPS.flatMap(({ title: group, cases }) =>
    cases.map(({ title }) => ({ group, title, operations: LOOPS, loop: true })),
  ),
];

const NOTHING: Case = { way: 'variables', title: '', body: '' };

/** The module with all of it: to be preloaded, as compiled code is. */
export function source(): string {
  const functions: string[] = [];
  const methods: string[] = [];
  const runs: string[] = [];
  const add = (way: Way, name: string, text: string, args: string): void => {
    if (way === 'this') methods.push(`  ${text},\n`);
    else functions.push(`function ${text}\n`);
    const target = way === 'this' ? 'instance.' : '';
    runs.push(`  () => ${target}${name}(${way === 'parameter' ? 'instance, ' : ''}${args}),\n`);
  };
  const loop = ({ way, before = '', body }: Case, name: string): void => {
    const parameters = way === 'parameter' ? 'I, n' : 'n';
    const text = `${name}(${parameters}) { const at = 8; ${before} for (; n > 0; n = (n - 1) | 0) { ${body} } return at; }`;
    add(way, name, text, String(LOOPS));
  };
  loop(NOTHING, 'nothing');
  RECURSIVE.forEach(({ way, body }, i) =>
    add(way, `fib${i}`, body.replaceAll('NAME', `fib${i}`), `${FIB}, ENOUGH`),
  );
  GROUPS.flatMap(({ cases }) => cases).forEach((one, i) => loop(one, `case${i}`));
  return `${PRELUDE}
${functions.join('')}
const methods = {
  leaf(x, d) { if ((d = d - FRAME) < 0) exhausted(); return x; },
${methods.join('')}};
export const runs = Object.freeze([
${runs.join('')}]);
`;
}

const PRELUDE = `/* Written by bench/sharing/cases.ts. */
const FRAME = 18;
const ENOUGH = 1 << 20;
const exhausted = () => { throw new Error('call stack exhausted'); };
const oob = () => { throw new Error('out of bounds memory access'); };
const unaligned = (at) => view.getInt32(at, true);

// What the functions reach that get to their instance through variables.
let view, bytes, words, short;
let sp = 64;
let left = ENOUGH;
let instance;
let crowd;

function nothing0() {}
function leaf(x, d) { if ((d = d - FRAME) < 0) exhausted(); return x; }
function leafParameter(I, x, d) { if ((d = d - FRAME) < 0) exhausted(); return x; }

/** Another instance may be running: its state is swapped, and back on every way out. */
function enter(I, x) {
  const oldView = view, oldSp = sp, oldInstance = instance;
  view = I.M;
  sp = I.g0;
  instance = I;
  try {
    return leaf(x, ENOUGH);
  } finally {
    I.g0 = sp;
    view = oldView;
    sp = oldSp;
    instance = oldInstance;
  }
}

const CROWD = { __proto__: null, ${Array.from({ length: 100 }, (_, i) => `m${i}() {}`).join(', ')} };

/** What a view inherits instead of DataView.prototype: accessors alone, the frequent ones first. */
const P = DataView.prototype;
const ACCESSORS = Object.freeze({
  __proto__: null,
  getInt32: P.getInt32, setInt32: P.setInt32, getUint8: P.getUint8, setUint8: P.setUint8,
  getFloat64: P.getFloat64, setFloat64: P.setFloat64, getInt8: P.getInt8, getUint16: P.getUint16,
  setInt16: P.setInt16, getInt16: P.getInt16, getFloat32: P.getFloat32, setFloat32: P.setFloat32,
});

/** At run time: what a preloaded module makes is read-only. */
export function setUp() {
  const buffer = new ArrayBuffer(64);
  view = new DataView(buffer);
  short = Object.setPrototypeOf(new DataView(buffer), ACCESSORS);
  bytes = new Uint8Array(buffer);
  words = new Int32Array(buffer);
  crowd = { __proto__: CROWD };
  instance = {
    __proto__: methods, store: 1, module: 2, M: view, g0: 64, G: [64], memory: { pages: 1, view },
  };
}
`;

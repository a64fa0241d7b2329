/**
 * What compiled code takes of XS's own stack, which ends the program when it overflows: recursion
 * must come to a trap before, and what is counted for it must be what it takes.
 */
import { expect, it } from 'vitest';
import { compileAhead } from '../../src/compiler/ahead.js';
import '../../src/compiler.js';
import { Config, Engine, Instance, Module, Store } from '../../src/index.js';
import { describeOnXs, PICO } from '../simulator/support.js';
import { binary } from '../extensions/program.js';
import { wat } from '../validation/wat.js';
import { runCompiled } from './on-xs.js';

interface Shape {
  readonly name: string;
  /** Fields of a module whose `f` calls itself as often as its first parameter says. */
  readonly fields: string;
  /** Arguments of `f` behind the first. */
  readonly args?: readonly (number | bigint)[];
}

const NEXT = '(i32.sub (local.get 0) (i32.const 1))';
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const locals = range(12);

const SHAPES: readonly Shape[] = [
  {
    name: 'i32 only',
    fields: `(func $f (export "f") (param i32) (result i32)
      (if (result i32) (local.get 0)
        (then (i32.add (call $f ${NEXT}) (i32.const 1))) (else (i32.const 0))))`,
  },
  {
    name: 'parameters of i64',
    fields: `(func $f (export "f") (param i32 i64 i64) (result i64)
      (if (result i64) (local.get 0)
        (then (i64.add (local.get 2) (call $f ${NEXT} (i64.add (local.get 1) (local.get 2)) (local.get 1))))
        (else (local.get 1))))`,
    args: [1n, -1n],
  },
  {
    name: 'many locals',
    fields: `(func $f (export "f") (param i32) (result i32) (local ${locals.map(() => 'i32').join(' ')})
      ${locals.map((i) => `(local.set ${i + 1} (i32.mul (local.get 0) (i32.const ${i})))`).join('\n')}
      (if (local.get 0) (then (local.set 1 (call $f ${NEXT}))))
      (local.get 0) ${locals.map((i) => `(local.get ${i + 1}) i32.xor`).join(' ')})`,
  },
  {
    name: 'nested expressions',
    fields: `(func $f (export "f") (param i32) (result i32)
      (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))
      ${'(i32.add (i32.mul (local.get 0) (i32.const 3)) (i32.xor (i32.const 5) '.repeat(4)}
      (call $f ${NEXT}) ${'))'.repeat(4)})`,
  },
  {
    name: 'f64 with sqrt',
    fields: `(func $f (export "f") (param i32 f64) (result f64)
      (if (result f64) (local.get 0)
        (then (f64.sqrt (f64.add (f64.sqrt (local.get 1)) (call $f ${NEXT} (f64.mul (local.get 1) (f64.const 0.5))))))
        (else (f64.sqrt (local.get 1)))))`,
    args: [2.5],
  },
  {
    name: 'divisions of i64',
    fields: `(func $f (export "f") (param i32 i64) (result i64)
      (if (result i64) (local.get 0)
        (then (call $f ${NEXT} (i64.div_s (i64.rem_u (local.get 1) (i64.const 0x123456789)) (i64.const -7))) (i64.const 1) (i64.add))
        (else (i64.div_u (local.get 1) (i64.const 10)))))`,
    args: [-0x123456789abcdefn],
  },
  {
    name: 'call_indirect',
    fields: `(type $t (func (param i32 i64) (result i32))) (table 1 funcref) (elem (i32.const 0) $f)
      (func $f (export "f") (type $t)
        (if (result i32) (local.get 0)
          (then (i32.add (i32.const 1) (call_indirect (type $t) ${NEXT} (local.get 1) (i32.const 0))))
          (else (i32.const 0))))`,
    args: [7n],
  },
  {
    name: 'leaf calls',
    fields: `(func $leaf (param i32) (result i32) (local ${locals.map(() => 'i64').join(' ')})
        ${locals.map((i) => `(local.set ${i + 1} (i64.extend_i32_s (i32.mul (local.get 0) (i32.const ${i}))))`).join('\n')}
        (i32.wrap_i64 (i64.mul (local.get 3) (i64.add (local.get 11) (local.get 12)))))
      (func $f (export "f") (param i32) (result i32)
        (if (result i32) (local.get 0)
          (then (i32.add (call $leaf (local.get 0)) (call $f ${NEXT})))
          (else (call $leaf (i32.const 9)))))`,
  },
  {
    name: 'a large leaf through a table',
    fields: `(type $t (func (param i32) (result i32))) (table 1 funcref) (elem (i32.const 0) $leaf)
      (func $f (export "f") (param i32) (result i32)
        (if (result i32) (local.get 0)
          (then (i32.add (call_indirect (type $t) (local.get 0) (i32.const 0)) (call $f ${NEXT})))
          (else (call $leaf (i32.const 9)))))
      (func $leaf (type $t) (local ${'i64 '.repeat(60)})
        ${range(60)
          .map(
            (i) =>
              `(local.set ${i + 1} (i64.extend_i32_s (i32.mul (local.get 0) (i32.const ${i}))))`,
          )
          .join('\n')}
        (i64.const 0) ${range(60)
          .map((i) => `(local.get ${i + 1}) i64.xor`)
          .join(' ')} i32.wrap_i64)`,
  },
  {
    name: "the runtime's functions",
    fields: `(memory 0 0) (table 1 4 externref) (data $d "")
      (func $f (export "f") (param i32 f32 f64 i64) (result i32)
        (memory.fill (i32.const 0) (i32.const 1) (i32.const 0))
        (memory.copy (i32.const 0) (i32.const 0) (i32.const 0))
        (memory.init $d (i32.const 0) (i32.const 0) (i32.const 0))
        (drop (memory.grow (i32.const 0)))
        (drop (table.grow (ref.null extern) (i32.const 0)))
        (drop (i64.reinterpret_f64 (f64.nearest (f64.min (local.get 2) (f64.copysign (local.get 2) (f64.const -1))))))
        (drop (i64.trunc_sat_f64_s (f64.convert_i64_u (i64.rotl (local.get 3) (i64.mul (local.get 3) (local.get 3))))))
        (if (result i32) (local.get 0)
          (then (i32.add (i32.const 1) (call $f ${NEXT} (local.get 1) (local.get 2) (local.get 3))))
          (else (i32.const 0))))`,
    args: [1.5, 0.1, 5n],
  },
  {
    name: 'a block that catches',
    fields: `(tag $t (param i32))
      (func $f (export "f") (param i32) (result i32)
        (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
        (block $h (result i32)
          (try_table (result i32) (catch $t $h) (i32.add (call $f ${NEXT}) (i32.const 1)))))`,
  },
  {
    name: 'three blocks that catch, in each other and one after the other',
    fields: `(tag $t (param i32 i64))
      (func $f (export "f") (param i32 i64) (result i32) (local i32)
        (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
        (block $h
          (try_table (catch_all $h) (local.set 2 (i32.const 1))
            (if (i32.eq (local.get 0) (i32.const 0x1234)) (then (throw $t (local.get 0) (local.get 1))))))
        (block $all
          (block $h (result i32 i64)
            (try_table (catch_all $all) (catch $t $h)
              (try_table (catch_all $all)
                (try_table (catch_all $all)
                  (local.set 2 (i32.add (call $f ${NEXT} (local.get 1)) (i32.const 1))))))
            (return (local.get 2)))
          (return (i32.wrap_i64) (i32.add)))
        (i32.const 7))`,
    args: [-5n],
  },
  {
    name: 'exceptions that are thrown and caught at each level',
    fields: `(tag $t (param i32 i64 f64))
      (func $f (export "f") (param i32 i64) (result i32) (local exnref)
        (block $h (result i32 i64 f64 exnref)
          (try_table (catch_ref $t $h)
            (throw $t (local.get 0) (local.get 1) (f64.const 1.5)))
          (unreachable))
        (local.set 2) (drop) (drop)
        (if (result i32)
          (then (i32.add (i32.const 1) (call $f ${NEXT} (local.get 1))))
          (else (i32.const 0))))`,
    args: [3n],
  },
  {
    name: 'structures and arrays',
    fields: `(type $s (struct (field (mut i32)) (field i64) (field f64) (field (ref null $s))))
      (type $a (array (mut i64))) (type $r (array (mut (ref null $s))))
      (func $f (export "f") (param i32 i64) (result i32)
        (local $s (ref null $s)) (local $a (ref null $a)) (local $r (ref null $r))
        (local.set $s (struct.new $s (local.get 0) (local.get 1) (f64.const 1) (ref.null $s)))
        (local.set $a (array.new $a (local.get 1) (i32.const 3)))
        (local.set $r (array.new_default $r (i32.const 2)))
        (array.copy $r $r (local.get $r) (i32.const 0) (local.get $r) (i32.const 0) (i32.const 1))
        (array.fill $a (local.get $a) (i32.const 0) (i64.const 1) (i32.const 3))
        (drop (call $fixed))
        (drop (ref.cast (ref struct) (local.get $s)))
        (if (result i32) (struct.get $s 0 (local.get $s))
          (then (i32.add (i32.const 1) (call $f ${NEXT} (local.get 1))))
          (else (i32.const 0))))
      (func $fixed (result (ref $a)) (array.new_fixed $a 2 (i64.const 1) (i64.const 2)))`,
    args: [3n],
  },
  {
    name: 'arrays of segments',
    fields: `(type $s (struct (field (mut i32)) (field i64) (field f64) (field (ref null $s))))
      (type $r (array (mut (ref null $s)))) (type $b (array (mut i8))) (data $d "abcd")
      (elem $e (ref null $s) (struct.new $s (i32.const 1) (i64.const 2) (f64.const 3)
        (struct.new $s (i32.const 1) (i64.const 2) (f64.const 3) (ref.null $s))))
      (func $f (export "f") (param i32) (result i32) (local $r (ref null $r)) (local $b (ref null $b))
        (local.set $r (array.new_elem $r $e (i32.const 0) (i32.const 1)))
        (array.init_elem $r $e (local.get $r) (i32.const 0) (i32.const 0) (i32.const 1))
        (local.set $b (array.new_data $b $d (i32.const 1) (i32.const 2)))
        (array.init_data $b $d (local.get $b) (i32.const 0) (i32.const 0) (i32.const 1))
        (if (result i32) (local.get 0)
          (then (i32.add (i32.const 1) (call $f ${NEXT})))
          (else (i32.const 0))))`,
  },
  ...[
    '(array.new_elem $r $e (i32.const 0) (i32.const 1))',
    '(array.new_data $b $d (i32.const 0) (i32.const 1))',
    '(struct.new $s (i32.const 1) (i64.const 2) (f64.const 3) (ref.null $s))',
    '(array.new_fixed $r 8 (ref.null $s) (ref.null $s) (ref.null $s) (ref.null $s) (ref.null $s) (ref.null $s) (ref.null $s) (ref.null $s))',
    '(array.new $l (i64.const 1) (i32.const 3))',
    '(block (try_table (catch_all 0) (throw $t (i32.const 1) (i64.const 2) (i64.const 3) (i64.const 4))))',
  ].map((body) => ({
    name: `a function, interpreted first, with ${/\w+[._]\w+/.exec(body)![0]}`,
    fields: `(type $s (struct (field (mut i32)) (field i64) (field f64) (field (ref null $s))))
      (type $r (array (mut (ref null $s)))) (type $b (array (mut i8))) (type $l (array (mut i64)))
      (data $d "abcd") (tag $t (param i32 i64 i64 i64))
      (elem $e (ref null $s) (struct.new $s (i32.const 1) (i64.const 2) (f64.const 3)
        (struct.new $s (i32.const 1) (i64.const 2) (f64.const 3) (ref.null $s))))
      (func $made (local $x anyref) ${body.startsWith('(block') ? body : `(local.set $x ${body})`})
      (func $f (export "f") (param i32) (result i32)
        (call $made)
        (if (result i32) (local.get 0)
          (then (i32.add (i32.const 1) (call $f ${NEXT}))) (else (i32.const 0))))`,
  })),
  {
    name: 'call_ref',
    fields: `(type $t (func (param i32 i64) (result i32))) (elem declare func $f)
      (func $f (export "f") (type $t)
        (if (result i32) (local.get 0)
          (then (i32.add (i32.const 1) (call_ref $t ${NEXT} (local.get 1) (ref.func $f))))
          (else (i32.const 0))))`,
    args: [7n],
  },
];

/** Goes down some levels of its own, then calls the host. */
const REENTERING: Shape = {
  name: 'reentering',
  fields: `(import "env" "host" (func $host (param i32 i64) (result i64)))
    (func $f (export "f") (param i32 i64) (result i64)
      (if (result i64) (local.get 0)
        (then (i64.add (call $f ${NEXT} (local.get 1)) (i64.const 1)))
        (else (i64.add (call $host (local.get 0) (local.get 1)) (i64.const 1)))))`,
};

const ANSWER = '(func (export "answer") (result i32) (i32.const 42))';
const BYTES = new Map(
  await Promise.all(
    [...SHAPES, REENTERING].map(
      async ({ name, fields }) => [name, await binary(`${fields} ${ANSWER}`)] as const,
    ),
  ),
);
const bytesOf = ({ name }: Shape): Uint8Array => BYTES.get(name)!;

/** As JavaScript's text. */
const argumentsOf = ({ args = [] }: Shape): string =>
  args.map((arg) => (typeof arg === 'bigint' ? `${arg}n` : String(arg))).join();

/** How modules get to the application. */
const WAYS = [
  {
    way: 'ahead of time',
    load: "import module from 'shape'; const configure = (c) => c;",
    onDemand: false,
    creation: PICO,
  },
  {
    way: 'on demand',
    load: `import 'wasmote/compiler';
import Resource from 'Resource';
const configure = (config) => config.strategy('compiler');
const module = new Module(new Engine(configure(new Config())), new Resource('shape.wasm'));`,
    onDemand: true,
    creation: PICO,
  },
] as const;

const HEAD = `import 'wasmote/exception-handling';
import 'wasmote/gc';
import Sim from 'sim';
import { Config, Engine, FunctionType, HostFunc, Instance, Linker, Module, Store } from 'wasmote';
`;
const LARGE = { ...PICO, stackSlots: 16384, staticBytes: 1 << 20 };

/** The slots that `f` counts for a call, ahead of time or on demand. */
function counted(shape: Shape, onDemand: boolean): number {
  const text = onDemand ? textOnDemand(shape) : textAhead(shape);
  return Number(/\bd-=(\d+)/.exec(text)![1]);
}

function textAhead(shape: Shape): string {
  const { features } = new Engine().settings;
  const { methods } = compileAhead(bytesOf(shape), features, false, 2 ** 30);
  // The one that calls itself, by name or through a table.
  return methods.find((method) => /^(f\d+)[^]*this(\.\1|\[)/.test(method))!;
}

function textOnDemand(shape: Shape): string {
  const engine = new Engine(new Config().strategy('compiler'));
  const module = new Module(engine, bytesOf(shape));
  const instance = new Instance(new Store(engine), module);
  const { index } = instance.getFunc('f')!;
  instance.call('f', 0, ...(shape.args ?? []));
  return String((module.methods as Record<string, unknown>)[`f${index}`]);
}

// On demand the peak cannot be told: the compiler's regular expressions use what is free of the stack.
describeOnXs.each(WAYS)('compiled $way', ({ load, onDemand, creation }) => {
  it.each(SHAPES)('endless recursion traps: $name', async (shape) => {
    const { stdout, stderr, exitCode } = await runCompiled({
      source: `${HEAD}${load}
const engine = new Engine(configure(new Config()));
const instance = new Linker(engine).instantiate(new Store(engine), module);
const told = [];
for (let i = 0; i < 3; i++) {
  try { instance.call('f', -1, ${argumentsOf(shape)}); } catch (error) { told.push(error.name + ': ' + error.message); }
  told.push(instance.call('answer'));
}
trace(JSON.stringify({ told, peak: Sim.measure('stackPeakSlots') }));`,
      modules: { shape: bytesOf(shape) },
      onDemand,
      extensions: true,
      creation,
    });
    expect([stderr, exitCode]).toEqual(['', 0]);
    const { told, peak } = JSON.parse(stdout) as { told: unknown[]; peak: number };
    expect(told).toEqual([1, 2, 3].flatMap(() => ['RuntimeError: call stack exhausted', 42]));
    if (!onDemand) expect(peak).toBeLessThan(creation.stackSlots);
  });

  it.each(SHAPES)('what is counted is what is taken: $name', async (shape) => {
    const { stdout, stderr } = await runCompiled({
      source: `${HEAD}${load}
const engine = new Engine(configure(new Config()).compiledStackSlots(16000));
const instance = new Linker(engine).instantiate(new Store(engine), module);
const peaks = [0, 40, 140].map((depth) => {
  instance.call('f', depth, ${argumentsOf(shape)});
  return Sim.measure('stackPeakSlots');
});
trace((peaks[2] - peaks[1]) / 100);`,
      modules: { shape: bytesOf(shape) },
      onDemand,
      extensions: true,
      creation: LARGE,
    });
    expect(stderr).toBe('');
    expect(Number(stdout)).toBe(counted(shape, onDemand));
  });

  it('a guest that calls the host that calls the guest traps', async () => {
    const { stdout, stderr, exitCode } = await runCompiled({
      source: `${HEAD}${load}
const engine = new Engine(configure(new Config()));
const store = new Store(engine);
let [depth, deepest, attempts] = [0, 0, []];
const linker = new Linker(engine).func('env', 'host', (n, x) => {
  depth++;
  if (depth > deepest) deepest = depth;
  try { return instance.call('f', n, x); } finally { depth--; }
});
const instance = linker.instantiate(store, module);
for (const n of [0, 1, 3, 6, 0]) {
  try { instance.call('f', n, 5n); } catch (error) { attempts.push(error.message); }
  attempts.push(instance.call('answer'));
}
trace(JSON.stringify({ attempts, deepest, peak: Sim.measure('stackPeakSlots') }));`,
      modules: { shape: bytesOf(REENTERING) },
      onDemand,
      extensions: true,
      creation,
    });
    expect([stderr, exitCode]).toEqual(['', 0]);
    const { attempts, deepest, peak } = JSON.parse(stdout) as Record<string, unknown>;
    expect(attempts).toEqual([0, 1, 3, 6, 0].flatMap(() => ['call stack exhausted', 42]));
    // A second call of the host would take more than 352 slots.
    expect(deepest).toBe(1);
    if (!onDemand) expect(peak).toBeLessThan(creation.stackSlots);
  });

  it('a chain of instances that call each other traps', async () => {
    const { stdout, stderr, exitCode } = await runCompiled({
      source: `${HEAD}${load}
const engine = new Engine(configure(new Config()));
const store = new Store(engine);
let last = new HostFunc(FunctionType.of(['i32', 'i64'], ['i64']), () => 0n);
const told = [];
for (let i = 0; i < 8; i++) {
  const instance = new Instance(store, module, [last]);
  last = instance.getFunc('f');
  try { told.push(String(instance.call('f', 0, 5n))); } catch (error) { told.push(error.message); }
}
trace(JSON.stringify({ told, peak: Sim.measure('stackPeakSlots') }));`,
      modules: { shape: bytesOf(REENTERING) },
      onDemand,
      extensions: true,
      creation,
    });
    expect([stderr, exitCode]).toEqual(['', 0]);
    const { told, peak } = JSON.parse(stdout) as { told: string[]; peak: number };
    expect(told[0]).toBe('1');
    expect(told[7]).toBe('call stack exhausted');
    if (!onDemand) expect(peak).toBeLessThan(creation.stackSlots);
  });

  it('a start function that never ends traps', async () => {
    const { stdout, stderr, exitCode } = await runCompiled({
      source: `${HEAD}${load}
const engine = new Engine(configure(new Config()));
const store = new Store(engine);
for (let i = 0; i < 2; i++) {
  try { new Instance(store, module); } catch (error) { trace(error.message, ' '); }
}
trace(String(Sim.measure('stackPeakSlots')));`,
      modules: {
        shape: wat(
          '(module (func $f (param i64) (call $f (local.get 0))) (func $s (call $f (i64.const 1))) (start $s))',
        ),
      },
      onDemand,
      extensions: true,
      creation,
    });
    expect([stderr, exitCode]).toEqual(['', 0]);
    expect(stdout).toMatch(/^call stack exhausted call stack exhausted \d+$/);
    if (!onDemand) expect(Number(stdout.split(' ').at(-1))).toBeLessThan(creation.stackSlots);
  });
});

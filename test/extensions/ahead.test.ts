/** What is compiled ahead of time with extensions imports what it needs, in programs that XS links. */
import { expect, it } from 'vitest';
import { compileModule } from '../../src/embedding/compile-module.js';
import { Engine } from '../../src/index.js';
import { runCompiled } from '../compiler/on-xs.js';
import { describeOnXs, ESP32, PICO } from '../simulator/support.js';
import { binary } from './program.js';
import { runOnNode, runOnXs, type Scenario } from './scenario.js';

interface Part {
  readonly name: string;
  /** Entries that the generated file imports. */
  readonly entries: readonly string[];
  readonly fields: string;
  readonly calls: string;
  readonly expected: readonly unknown[];
}

const PARTS: readonly Part[] = [
  {
    name: 'exceptions',
    entries: ['wasmote/exception-handling'],
    fields: `(tag $t (export "t") (param i32 i64))
      (import "env" "host" (func $host (param i32)))
      (func $down (param i32)
        (if (local.get 0) (then (call $down (i32.sub (local.get 0) (i32.const 1))) (return)))
        (throw $t (i32.const 5) (i64.const -6)))
      (func (export "caught") (param i32) (result i32 i64)
        (try_table (catch $t 0) (call $down (local.get 0))) (unreachable))
      (func (export "host") (param i32) (result i32)
        (block $h (try_table (catch_all $h) (call $host (local.get 0))) (return (i32.const 0))) (i32.const 1))
      (func (export "uncaught") (call $down (i32.const 2)))`,
    calls: `['caught', 3], ['host', 0], ['host', 1], ['uncaught']`,
    expected: [[5, '-6'], 0, 1, 'Exception: exception with a tag of type [i32 i64]'],
  },
  {
    name: 'garbage collection',
    entries: ['wasmote/function-references', 'wasmote/gc'],
    fields: `(type $n (struct (field i32) (field (ref null $n)))) (type $a (array (mut i64)))
      (global $g (ref $a) (array.new_fixed $a 2 (i64.const 40) (i64.const 2)))
      (func (export "sum") (param i32) (result i32) (local $l (ref null $n)) (local $sum i32)
        (loop $make
          (local.set $l (struct.new $n (local.get 0) (local.get $l)))
          (br_if $make (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
        (block $end
          (loop $add
            (local.set $sum (i32.add (local.get $sum) (struct.get $n 0 (br_on_null $end (local.get $l)))))
            (local.set $l (struct.get $n 1 (local.get $l)))
            (br $add)))
        (local.get $sum))
      (func (export "array") (param i32) (result i64) (array.get $a (global.get $g) (local.get 0)))
      (func (export "cast") (param anyref) (result i32) (i31.get_s (ref.cast (ref i31) (local.get 0))))`,
    calls: `['sum', 10], ['array', 0], ['array', 2], ['cast', -3], ['cast', 'text']`,
    expected: [
      55,
      '40',
      'RuntimeError: out of bounds array access',
      -3,
      'RuntimeError: cast failure',
    ],
  },
  {
    name: 'typed function references',
    entries: ['wasmote/function-references'],
    fields: `(type $f (func (param i32) (result i32))) (table 2 (ref null $f))
      (func $twice (type $f) (i32.shl (local.get 0) (i32.const 1)))
      (elem (i32.const 0) (ref null $f) (ref.func $twice))
      (func (export "call") (param i32 i32) (result i32)
        (call_ref $f (local.get 1) (table.get 0 (local.get 0))))`,
    calls: `['call', 0, 21], ['call', 1, 21], ['call', 2, 21]`,
    expected: [
      42,
      'RuntimeError: null function reference',
      'RuntimeError: out of bounds table access',
    ],
  },
  {
    name: '64-bit memories and tables',
    entries: ['wasmote/memory64'],
    fields: `(memory i64 1 2) (table i64 3 5 funcref) (data (i64.const 8) "\\2a")
      (func (export "load") (param i64) (result i32) (i32.load8_u (local.get 0)))
      (func (export "grow") (param i64) (result i64) (memory.grow (local.get 0)))
      (func (export "size") (result i64) (table.size))`,
    calls: `['load', 8n], ['load', 65536n], ['load', 1n << 32n], ['grow', 1n << 33n], ['size']`,
    expected: [
      42,
      'RuntimeError: out of bounds memory access',
      'RuntimeError: out of bounds memory access',
      '-1',
      '3',
    ],
  },
  {
    name: 'wide arithmetic',
    entries: ['wasmote/wide-arithmetic'],
    fields: `(func (export "mul") (param i64 i64) (result i64 i64) (i64.mul_wide_u (local.get 0) (local.get 1)))
      (func (export "add") (param i64 i64) (result i64 i64)
        (i64.add128 (local.get 0) (i64.const 1) (local.get 1) (i64.const 2)))`,
    calls: `['mul', -1n, -1n], ['add', -1n, 1n]`,
    expected: [
      ['1', '-2'],
      ['0', '4'],
    ],
  },
];

const scenarioOf = async ({ fields, calls }: Part): Promise<Scenario> => ({
  modules: { part: await binary(fields) },
  source: `
    const linker = new lib.Linker(engine).func('env', 'host', (n) => { if (n) throw new TypeError('host'); });
    const instance = linker.instantiate(new lib.Store(engine), load('part'));
    const text = (value) => typeof value === 'bigint' ? String(value) : value;
    return [${calls}].map(([name, ...args]) => attempt(() => {
      const result = instance.call(name, ...args);
      return Array.isArray(result) ? result.map(text) : text(result);
    }));`,
});

it.each(PARTS)('$name: the file imports its entries', async ({ fields, entries }) => {
  const text = compileModule(new Engine(), await binary(fields), 'part.wasm');
  const imported = [...text.matchAll(/^import '(.*)';$/gm)].map(([, name]) => name);
  expect(imported).toEqual(entries);
});

it.each(PARTS)('$name: on Node, interpreted', async (part) => {
  expect(runOnNode(await scenarioOf(part), 'interpreted')).toEqual(part.expected);
});

describeOnXs('on XS', () => {
  const boards = [
    ['an RP2040', { creation: { ...PICO, staticBytes: 300_000 } }],
    ['an ESP32, stripped', { creation: { ...ESP32, chunkBytes: 200_000 }, strip: true }],
    ['in RAM', { preloadEnabled: false }],
  ] as const;

  it.each(
    PARTS.flatMap((part) => boards.map((board) => [part.name, board[0], part, board[1]] as const)),
  )('%s, %s', async (_name, _board, part, options) => {
    const result = await runOnXs(await scenarioOf(part), 'compiled ahead of time', options);
    expect(result).toEqual(part.expected);
  });

  it.each(PARTS)('$name: a program without the entry is told which is missing', async (part) => {
    const { stderr, exitCode } = await runCompiled({
      source: "import part from 'part'; trace(typeof part);",
      modules: { part: await binary(part.fields) },
    });
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(`module "${part.entries[0]}" not found`);
  });
});

/** The namespace where it is preloaded: its interfaces lie in flash, and nothing writes to them. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runOnXs } from '../../../src/simulator/index.js';
import { describeOnXs } from '../../simulator/support.js';
import { wat } from '../../validation/wat.js';

const GUEST = wat(`(module
  (import "host" "add" (func $add (param i32 i64) (result i32 i64)))
  (import "host" "same" (func $same (param funcref) (result funcref)))
  (memory (export "memory") 1)
  (global (export "global") (mut i64) (i64.const -1))
  (table (export "table") 2 funcref) (elem (i32.const 1) $run)
  (func $run (export "run") (param i32) (result i32 i64)
    (call $add (local.get 0) (i64.const 0x7fffffffffffffff)))
  (func (export "same") (param funcref) (result funcref) (call $same (local.get 0)))
  (func (export "i64") (param i64) (result i64) (local.get 0))
  (func (export "f32") (param f32) (result f32) (local.get 0))
  (func (export "trap") unreachable))`);

const APPLICATION = `
import { createWebAssembly, WebAssembly } from 'wasmote';
const bytes = new Resource('guest.wasm');
const imports = { host: { add: (a, b) => [a + 1, b + 1n], same: (f) => f } };
const tell = (...values) => trace(values.map(String).join(' ') + '\\n');
const failure = (run) => { try { run(); return 'none'; } catch (error) { return error.name; } };

for (const api of [WebAssembly, createWebAssembly()]) {
  const { exports } = new api.Instance(new api.Module(bytes), imports);
  const { run, same, table, memory, global, trap, i64, f32 } = exports;
  tell(run(41), table.get(1) === run, table.get(0), same(run) === run, run.name, run.length);
  tell(memory.grow(1), memory.buffer.byteLength, global.value, global instanceof api.Global);
  tell(failure(trap), failure(() => table.get(2)), failure(() => new api.Memory({})));
  tell(failure(() => new api.Module(new Uint8Array(4))), failure(() => new run()));
  // XS shifts negative BigInts wrongly, and its Math.fround returns integers as they are.
  const wide = [0n, -1n, -256n, -4294967296n, -4294967297n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 31n];
  for (const value of wide) {
    const other = new api.Global({ value: 'i64', mutable: true }, value);
    if (i64(value) !== value || other.value !== value) tell('i64', value, i64(value), other.value);
  }
  tell(f32(16777217), new api.Global({ value: 'f32' }, 16777217).value, i64(2n ** 64n + 3n));
  tell(Object.prototype.toString.call(memory), Object.isFrozen(exports), api.Memory.name);
}
WebAssembly.instantiate(bytes, imports)
  .then(({ instance }) => tell(instance.exports.run(1)))
  .then(() => WebAssembly.instantiate(bytes, { host: {} }))
  .catch((error) => tell(error.name));
`;

const ANSWERS = `42,-9223372036854775808 true null true 2 1
1 131072 -1 true
RuntimeError RangeError TypeError
CompileError TypeError
16777216 16777216 3
[object WebAssembly.Memory] true Memory
`;

describeOnXs('the namespace on XS', () => {
  it.each([true, false])('works alike, preloaded: %s', async (preloadEnabled) => {
    const folder = await mkdtemp(join(tmpdir(), 'wasmote-namespace-'));
    try {
      const app = join(folder, 'main.js');
      const guest = join(folder, 'guest.wasm');
      const wasmote = join(folder, 'wasmote.js');
      await copyFile('dist/xs/wasmote.js', wasmote);
      await writeFile(app, `import Resource from 'Resource';\n${APPLICATION}`);
      await writeFile(guest, GUEST);
      const { stdout, stderr, exitCode } = await runOnXs({
        app,
        modules: { wasmote },
        preload: ['wasmote'],
        preloadEnabled,
        resources: { 'guest.wasm': guest },
        timeoutMs: 20_000,
      });
      expect(stderr).toBe('');
      expect(stdout).toBe(`${ANSWERS}${ANSWERS}2,-9223372036854775808\nLinkError\n`);
      expect(exitCode).toBe(0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

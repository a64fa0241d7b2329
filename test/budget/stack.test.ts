/** To ask a budget takes slots of XS's stack, in the middle of guests that have taken theirs. */
import { expect, it } from 'vitest';
import { runCompiled } from '../compiler/on-xs.js';
import { describeOnXs32, PICO } from '../simulator/support.js';
import { wat } from '../validation/wat.js';

const DEEP = wat(`(module (memory 1) (table 1 externref) (table 1 funcref)
  (func $f (export "f") (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.add (i32.const 1) (call $f (i32.sub (local.get 0) (i32.const 1)))))
      (else (i32.add
        (i32.add (memory.grow (i32.const 1)) (table.grow 0 (ref.null extern) (i32.const 1)))
        (call $value)))))
  (func $value (result i32) (table.set 1 (i32.const 0) (ref.func $f)) (i32.const 0))
  (elem declare func $f))`);

/** XS's own stack, in slots. */
const STACK = 512;

describeOnXs32('asking, at the end of the stack', () => {
  it.each([
    ['compiled', false],
    ['compiled', true],
    ['interpreted', true],
  ])('%s guests, of a budget that refuses: %s', async (engine, refuses) => {
    const { stdout, stderr, exitCode, report } = await runCompiled({
      budget: true,
      strip: true,
      creation: { ...PICO, staticBytes: 400_000 },
      modules: { deep: DEEP },
      source: `
        import Instrumentation from 'instrumentation';
        import Resource from 'Resource';
        import Sim from 'sim';
        import compiled from 'deep';
        import { Config, Engine, Instance, Module, Store } from 'wasmote';
        import { Budget, XsHeap } from 'wasmote/budget';
        const sizes = { sharedBytes: 390_000 };
        const device = new XsHeap(Instrumentation, { gc: () => Sim.collect() }, sizes);
        const config = new Config().strategy('interpreter').budget(new Budget({ device }));
        const engine = new Engine(config);
        const module = ${engine === 'compiled'} ? compiled : new Module(engine, new Resource('deep.wasm'));
        const store = new Store(engine);
        const instance = new Instance(store, module);
        // From now on even nothing does not fit.
        if (${refuses}) sizes.sharedBytes = 0;
        let most = -1;
        try {
          for (let depth = 0; depth < 2000; depth++) {
            try {
              instance.call('f', depth);
            } catch (error) {
              if (error.message !== 'growth operation limited') throw error;
            }
            most = depth;
          }
        } catch (error) {
          trace(most, ' ', error.message);
        }`,
    });
    expect([stderr, exitCode]).toEqual(['', 0]);
    if (engine === 'compiled') {
      const [most, ...message] = stdout.split(' ');
      expect(message.join(' ')).toBe('call stack exhausted');
      expect(Number(most)).toBeGreaterThan(8);
    }
    expect(report!.atEnd!.stackPeakSlots).toBeLessThan(STACK - 40);
  });
});

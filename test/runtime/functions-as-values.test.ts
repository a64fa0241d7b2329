import { describe, expect, it } from 'vitest';
import { Engine, HostFunc, FunctionType, Instance, Module, Store } from '../../src/index.js';
import { runCompiled } from '../compiler/on-xs.js';
import { describeOnXs, ESP32 } from '../simulator/support.js';
import { wat } from '../validation/wat.js';

const COUNT = 30;
const GUEST = wat(`(module (import "a" "b" (func))
  ${Array.from({ length: COUNT }, (_, i) => `(func (export "f${i}") (result i32) (i32.const ${i}))`).join('')})`);

describe('functions as values', () => {
  const make = (): Instance => {
    const engine = new Engine();
    const host = new HostFunc(FunctionType.of([], []), () => undefined);
    return new Instance(new Store(engine), new Module(engine, GUEST), [host]);
  };

  it('are the same ones each time, in whatever order they are asked for', () => {
    const instance = make();
    const made = [7, 0, 29, 3].map((i) => instance.getFunc(`f${i}`)!);
    expect(made.map((func) => func.call())).toEqual([7, 0, 29, 3]);
    expect([7, 0, 29, 3].map((i) => instance.getFunc(`f${i}`))).toEqual(made);
    expect(new Set(made).size).toBe(4);
  });

  it('stand in a list without gaps', () => {
    const instance = make();
    instance.getFunc('f0');
    instance.getFunc('f25');
    // After the imported one.
    expect(Object.keys(instance.functions)).toEqual(['0', '1', '2']);
  });
});

describeOnXs('functions as values, on XS', () => {
  // Lists with gaps, which had room to grow, made the collector read what was behind their end.
  it('survive collections that come at any time', async () => {
    const { stderr, exitCode } = await runCompiled({
      creation: ESP32,
      strip: true,
      resources: { 'guest.wasm': GUEST },
      source: `
        import Resource from 'Resource';
        import { Config, Engine, HostFunc, FunctionType, Instance, Module, Store } from 'wasmote';
        const engine = new Engine(new Config().strategy('interpreter'));
        const module = new Module(engine, new Resource('guest.wasm'));
        const host = new HostFunc(FunctionType.of([], []), () => undefined);
        const kept = new Array(20).fill(null);
        for (let i = 0; i < 4000; i++) {
          const at = i % 20;
          kept[at] = new Instance(new Store(engine), module, [host]);
          for (let k = 0; k < i % 5; k++) {
            const index = (i * 11 + k * 17) % ${COUNT};
            if (kept[at].getFunc('f' + index).call() !== index) throw new Error('not ' + index);
          }
        }`,
    });
    expect([stderr, exitCode]).toEqual(['', 0]);
  });
});

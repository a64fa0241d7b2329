import { describe, expect, it } from 'vitest';
import {
  Budget,
  Config,
  type Device,
  Engine,
  Instance,
  Module,
  report,
  Store,
} from '../../src/index.js';
import { runCompiled } from '../compiler/on-xs.js';
import { describeOnXs32 } from '../simulator/support.js';
import { wat } from '../validation/wat.js';

const GUEST = wat(`(module (memory 1) (table 3 funcref) (global (mut i32) (i32.const 0)))`);

describe('a report', () => {
  const DEVICE: Device = { fits: () => true, freeBytes: () => 123_456, collect: () => undefined };

  it('has a line for each thing, and what is left', () => {
    const budget = new Budget({ totalBytes: 100_000, device: DEVICE });
    const engine = new Engine(new Config().budget(budget).strategy('interpreter'));
    const store = new Store(engine);
    const module = new Module(engine, GUEST);
    const instance = new Instance(store, module);
    const lines: string[] = [];
    report({
      of: { 'a module': module, 'the store': store, 'its only instance': instance },
      budget,
      print: (line) => lines.push(line),
    });
    expect(lines).toEqual([
      'bytes of RAM        memory   tables  globals    stack     code metadata  objects      all',
      'a module                 0        0        0        0      120      612      312    1,044',
      'the store           65,544       56       24      520        0        0    1,272   67,416',
      'its only instance   65,544       56       24        0        0        0      456   66,080',
      'stores and modules hold 68,460 of 100,000; 31,540 left for guests, 123,456 free on the device',
      '  store 1: 67,416',
      '  module 1: 1,044',
    ]);
  });

  it('needs something to print with', () => {
    expect(() => report({ of: {} })).toThrow('report: there is no trace');
  });
});

describeOnXs32('a report, on XS', () => {
  it('is traced', async () => {
    const { stdout, stderr } = await runCompiled({
      budget: true,
      strip: true,
      resources: { 'guest.wasm': GUEST },
      source: `
        import Resource from 'Resource';
        import { Config, Engine, Instance, Module, Store } from 'wasmote';
        import { report } from 'wasmote/budget';
        const engine = new Engine(new Config().strategy('interpreter'));
        const instance = new Instance(new Store(engine), new Module(engine, new Resource('guest.wasm')));
        report({ of: { instance } });`,
    });
    expect(stderr).toBe('');
    expect(stdout).toBe(
      'bytes of RAM   memory   tables  globals    stack     code metadata  objects      all\n' +
        'instance       65,544       56       24        0        0        0      456   66,080\n',
    );
  });
});

/** Images with generated code. */
import { describe, expect, it } from 'vitest';
import { HeaderWord, ImageSection } from '../../src/image/format.js';
import {
  CompileError,
  Config,
  DeserializeError,
  Engine,
  Instance,
  Module,
  type Strategy,
  Store,
} from '../../src/index.js';
import { guests, toJson, toValue } from '../examples/guest-index.js';
import { runCompiled } from '../compiler/on-xs.js';
import { describeOnXs, PICO } from '../simulator/support.js';
import { wat } from '../validation/wat.js';
import { altered, example, MODULES, refusal } from './images.js';

const engineOf = (strategy: Strategy, fuel = false): Engine =>
  new Engine(new Config().strategy(strategy).consumeFuel(fuel));
const compiler = engineOf('compiler');

/** The names of the methods that a module's functions have become. */
const methodsOf = (module: Module): string[] =>
  Object.getOwnPropertyNames(module.methods)
    .filter((name) => name.startsWith('f'))
    .sort();

describe('an image with generated code', () => {
  it.each(MODULES)('of %s has what the module has', (_, bytes) => {
    for (const fuel of [false, true]) {
      const engine = engineOf('compiler', fuel);
      const module = new Module(engine, bytes);
      const image = module.serialize();
      const loaded = Module.deserialize(engine, image);
      expect(loaded.serialize()).toEqual(image);
      expect(engine.precompileModule(bytes)).toEqual(image);
      expect(loaded.code).toEqual(module.code);
      expect(loaded.exports()).toEqual(module.exports());
    }
  });

  it.each(guests.filter(({ imports }) => imports.length === 0))('of $name runs', (guest) => {
    for (const strategy of ['compiler', 'auto'] as const) {
      const engine = engineOf(strategy);
      const image = compiler.precompileModule(example(guest.name));
      const module = Module.deserialize(engine, image);
      const instance = new Instance(new Store(engine), module);
      for (const { call, args, result } of guest.sequence) {
        expect(toJson(instance.call(call, ...args.map(toValue)) as number)).toEqual(result);
      }
      expect(methodsOf(module).length).toBeGreaterThan(0);
    }
  });

  it('is the same before and after functions have run', () => {
    const module = new Module(compiler, example('fib'));
    const before = module.serialize();
    new Instance(new Store(compiler), module).call('run');
    expect(module.serialize()).toEqual(before);
    const loaded = Module.deserialize(compiler, before);
    new Instance(new Store(compiler), loaded).call('run');
    expect(loaded.serialize()).toEqual(before);
  });

  it('evaluates a function when it is called, and no other', () => {
    const bytes = wat(`(module
      (func (export "a") (result i32) (i32.const 1))
      (func (export "b") (result i32) (call 2))
      (func (result i32) (i32.const 3)))`);
    const module = Module.deserialize(compiler, compiler.precompileModule(bytes));
    const instance = new Instance(new Store(compiler), module);
    expect(methodsOf(module)).toEqual([]);
    instance.call('b');
    expect(methodsOf(module)).toEqual(['f1', 'f2']);
  });

  it('interprets functions that are too large for a parser on a board', () => {
    const large = '(i32.store (i32.const 4) (i32.load (i32.const 0)))'.repeat(100);
    const bytes = wat(`(module (memory 1 1) (data (i32.const 0) "\\07")
      (func (export "large") (result i32) ${large} (call $small))
      (func $small (export "small") (result i32) (i32.load (i32.const 0))))`);
    const module = Module.deserialize(compiler, compiler.precompileModule(bytes));
    const instance = new Instance(new Store(compiler), module);
    expect([instance.call('large'), instance.call('large'), instance.call('small')]).toEqual([
      7, 7, 7,
    ]);
    expect(methodsOf(module)).toEqual(['f1']);
  });

  it('does on Node what is for boards only in the interpreter: tail calls, large memories', () => {
    const tails = wat(`(module (func $f (export "f") (param i32) (result i32)
      (if (i32.eqz (local.get 0)) (then (return (i32.const 9))))
      (return_call $f (i32.sub (local.get 0) (i32.const 1)))))`);
    const grows = wat(`(module (memory 1)
      (func (export "f") (param i32) (result i32) (i32.load (local.get 0))))`);
    for (const [bytes, argument, result] of [
      [tails, 100_000, 9],
      [grows, 0, 0],
    ] as const) {
      const module = Module.deserialize(compiler, compiler.precompileModule(bytes));
      expect(new Instance(new Store(compiler), module).call('f', argument)).toBe(result);
      expect(methodsOf(module)).toEqual([]);
    }
  });
});

describe('an image with generated code is refused', () => {
  const image = compiler.precompileModule(example('blink'));
  const AGAIN = ', and this is wasmote 0.1.0; compile the module again';

  it('by the interpreter, and others by the compiler', () => {
    expect(refusal(image, engineOf('interpreter'))!.message).toBe(
      `the image was compiled for the compiler and not the interpreter${AGAIN}`,
    );
    for (const strategy of ['interpreter', 'auto'] as const) {
      const other = engineOf(strategy).precompileModule(example('blink'));
      expect(refusal(other, compiler)!.message).toBe(
        `the image was compiled for the interpreter and not the compiler${AGAIN}`,
      );
      expect(refusal(other, engineOf('auto'))).toBeUndefined();
    }
    expect(refusal(image, engineOf('auto'))).toBeUndefined();
  });

  it('when it is of a file', () => {
    const ofFile = altered(image, (words) => (words[HeaderWord.Format]! += 0x10000));
    expect(refusal(ofFile, engineOf('auto'))!.message).toBe(
      `the image was compiled for the file it was in and not the interpreter${AGAIN}`,
    );
  });

  it('with any bit of it wrong', () => {
    const bytes = image.slice();
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(refusal(bytes, compiler), `bit ${bit}`).toBeInstanceOf(DeserializeError);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
    }
    expect(refusal(bytes, compiler)).toBeUndefined();
  });

  it('without texts, or with fewer than functions', () => {
    const places = (words: Int32Array): number => {
      let at: number = HeaderWord.Count;
      while (words[at] !== (ImageSection.Texts as number)) at += 2 + ((words[at + 1]! + 3) >> 2);
      return at;
    };
    const asCode = altered(image, (words) => (words[places(words)] = ImageSection.Code));
    expect(refusal(asCode, compiler)!.message).toBe('the image is malformed: section 4 is missing');
    const cut = altered(image, (words) => (words[places(words) + 1] = 0));
    expect(refusal(cut, compiler)).toBeInstanceOf(DeserializeError);
  });

  it('when the module is not valid', () => {
    expect(() => compiler.precompileModule(Uint8Array.of(0, 97, 115, 109))).toThrow(CompileError);
  });
});

const APPLICATION = `
import Resource from 'Resource';
import Sim from 'sim';
import { Config, Engine, Instance, Module, Store } from 'wasmote';
const failure = (run) => { try { run(); return 'none'; } catch (error) { return error.name + ': ' + error.message; } };
const flash = new Resource('guest.cwasm');
`;

describeOnXs('an image with generated code on XS', () => {
  const resources = {
    'guest.cwasm': compiler.precompileModule(example('traffic')),
    'fib.cwasm': compiler.precompileModule(MODULES.find(([name]) => name === 'fib')![1]),
  };

  it.each([true, false])('is run from flash, preloaded: %s', async (preloadEnabled) => {
    const { stdout, stderr, exitCode } = await runCompiled({
      source: `import 'wasmote/compiler';${APPLICATION}
const engine = new Engine(new Config().strategy('compiler'));
const module = Module.deserialize(engine, flash);
const instance = new Instance(new Store(engine), module);
instance.call('init', 0);
const fib = Module.deserialize(engine, new Resource('fib.cwasm'));
trace(JSON.stringify({
  inPlace: !(module.texts.buffer instanceof ArrayBuffer),
  results: [instance.call('remaining'), instance.call('step', 0), new Instance(new Store(engine), fib).call('run')],
  methods: Object.getOwnPropertyNames(fib.methods).sort(),
  auto: failure(() => Module.deserialize(new Engine(), flash)),
  other: failure(() => Module.deserialize(new Engine(new Config().strategy('interpreter')), flash)).slice(0, 60),
  peak: Sim.measure('stackPeakSlots'),
}));`,
      resources,
      onDemand: true,
      preloadEnabled,
      ...(preloadEnabled && { creation: PICO }),
    });
    expect([stderr, exitCode]).toEqual(['', 0]);
    const { methods, peak, ...told } = JSON.parse(stdout) as Record<string, unknown>;
    expect(told).toEqual({
      inPlace: true,
      results: [10, 17, 144],
      auto: 'none',
      other: 'DeserializeError: the image was compiled for the compiler an',
    });
    expect(methods).toContain('f0');
    if (preloadEnabled) expect(peak).toBeLessThan(512);
  });

  it('wants the compiler', async () => {
    const { stdout } = await runCompiled({
      source: `${APPLICATION}trace(failure(() => Module.deserialize(new Engine(), flash)));`,
      resources,
    });
    expect(stdout).toBe(
      "DeserializeError: the image was compiled for the compiler: import 'wasmote/compiler' first, or compile it for the interpreter",
    );
  });
});

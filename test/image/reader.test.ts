import { describe, expect, it } from 'vitest';
import { EngineKind, HeaderWord, ImageSection } from '../../src/image/format.js';
import { type ImageContents, readImage } from '../../src/image/reader.js';
import { writeImage } from '../../src/image/writer.js';
import { DeserializeError, Instance, Module, Store } from '../../src/index.js';
import { list, moduleOf, section } from '../binary/module-bytes.js';
import { guests, toJson, toValue } from '../examples/guest-index.js';
import { wat } from '../validation/wat.js';
import { altered, engineOf, example, MODULES, refusal } from './images.js';

/** What an image holds of a module: all but its engine, and how that runs it. */
function contents(module: ImageContents): ImageContents {
  const { bytes, code, types, tables, memories, globals, globalPlaces } = module;
  const { functionCount, importedFunctions, start, traits } = module;
  const lists = { bytes, code, types, tables, memories, globals, globalPlaces };
  return { ...lists, functionCount, importedFunctions, start, traits };
}

const EVERYTHING = wat(`(module
  (type (func (param i32 i64 f32 f64 funcref externref) (result i32)))
  (type (func)) (type (func)) (type (func (result f64 i64)))
  (import "m" "f" (func (type 2))) (import "m" "g" (global (mut i64)))
  (import "m" "t" (table 1 9 externref)) (import "m" "m" (memory 1))
  (table 2 funcref) (memory 2 3)
  (global (mut i32) (i32.const 1)) (global f64 (f64.const 2)) (global (export "e") externref (ref.null extern))
  (func (type 1)) (func (type 3) (f64.const 1.5) (memory.init 1 0 (i32.const 0) (i32.const 0) (i32.const 1)) (i64.const -9))
  (export "x" (func 2)) (start 1)
  (elem (table 1) (i32.const 0) func 1) (elem externref) (data "abc") (data "d"))`);

const CUSTOM = [...section(0, 3, 0x61, 0x62, 0x63, 9, 8, 7)];
/** A 64-bit memory of as many pages as there can be: 2^64, which no LEB128 has, of one byte. */
const SIXTY_FOUR = [...Array<number>(9).fill(0xff), 1];

/** An instance of what an image of a module has. */
function instantiate(bytes: Uint8Array): Instance {
  const engine = engineOf();
  const module = Module.deserialize(engine, engine.precompileModule(bytes));
  return new Instance(new Store(engine), module);
}

describe('an image', () => {
  it.each([
    ...MODULES,
    ['everything', EVERYTHING],
    ['nothing', moduleOf()],
    ['a custom section', moduleOf(CUSTOM)],
    ['a 64-bit memory', moduleOf(section(5, list([0x0d, 0, ...SIXTY_FOUR, 0])))],
  ] as const)('of %s has what the module has', (_, bytes) => {
    for (const fuel of [false, true]) {
      const engine = engineOf((config) => config.consumeFuel(fuel));
      const module = new Module(engine, bytes);
      const image = module.serialize();
      const loaded = Module.deserialize(engine, image);
      expect(contents(loaded)).toEqual(contents(module));
      expect(loaded).toBeInstanceOf(Module);
      expect(loaded.engine).toBe(engine);
      expect(engine.precompileModule(bytes)).toEqual(image);
      expect(loaded.serialize()).toEqual(image);
    }
  });

  it.each(guests.filter(({ imports }) => imports.length === 0))('of $name runs', (guest) => {
    const instance = instantiate(example(guest.name));
    for (const { call, args, result } of guest.sequence) {
      expect(toJson(instance.call(call, ...args.map(toValue)) as number)).toEqual(result);
    }
  });

  it('of a kernel runs', () => {
    expect(instantiate(example('fib')).call('run')).toBe(144);
    expect(instantiate(example('matmul')).call('run')).toBe(1299115008);
  });

  it('keeps custom sections unless the engine ignores them', () => {
    const bytes = moduleOf(CUSTOM);
    const sections = (ignore: boolean): number => {
      const engine = engineOf((config) => config.ignoreCustomSections(ignore));
      const image = engine.precompileModule(bytes);
      return Module.deserialize(engine, image).customSections('abc').length;
    };
    expect([sections(false), sections(true)]).toEqual([1, 0]);
  });

  it('may be changed after it was loaded, wherever it lies', () => {
    const engine = engineOf();
    const bytes = example('traffic');
    const expected = contents(new Module(engine, bytes));
    const image = engine.precompileModule(bytes);
    for (const offset of [0, 1, 2, 3, 4]) {
      const buffer = new ArrayBuffer(image.length + 8);
      const view = new Uint8Array(buffer, offset, image.length);
      view.set(image);
      const module = Module.deserialize(engine, view);
      new Uint8Array(buffer).fill(0xff);
      expect(contents(module)).toEqual(expected);
      // No more of it than that is kept.
      expect(module.code.buffer.byteLength).toBe(module.code.byteLength);
      expect(module.bytes.buffer.byteLength).toBe(module.bytes.byteLength);
    }
    const shared = new SharedArrayBuffer(image.length);
    new Uint8Array(shared).set(image);
    expect(contents(Module.deserialize(engine, shared))).toEqual(expected);
    expect(contents(Module.deserialize(engine, image.buffer))).toEqual(expected);
  });

  it('is used in place where nobody can write', () => {
    const engine = engineOf();
    const image = engine.precompileModule(example('traffic'));
    const target = { kind: EngineKind.Interpreter, settings: engine.settings };
    const { code, bytes } = readImage(image, target, true);
    expect([code.buffer, bytes.buffer]).toEqual([image.buffer, image.buffer]);
  });

  it('is of bytes only', () => {
    expect(() => Module.deserialize(engineOf(), 'guest.cwasm' as never)).toThrow(TypeError);
  });
});

describe('sections', () => {
  const engine = engineOf();
  const image = engine.precompileModule(example('traffic'));
  const broken = (change: (words: Int32Array) => void): Error | undefined =>
    refusal(altered(image, change), engine);

  it.each<[text: string, change: (words: Int32Array) => void]>([
    [
      'section 1 is unknown, or longer than what is left',
      (words) => (words[HeaderWord.Count + 1] = 0x7fffffff),
    ],
    [
      'section 1 is unknown, or longer than what is left',
      (words) => (words[HeaderWord.Count + 1] = -1),
    ],
    ['section 0 is unknown', (words) => (words[HeaderWord.Count] = 0)],
    ['section 5 is unknown', (words) => (words[HeaderWord.Count] = 5)],
    ['section 1 is missing', (words) => (words[HeaderWord.Count] = 2)],
    ['integer', (words) => words.fill(-1, HeaderWord.Count + 2, HeaderWord.Count + 4)],
    ['unexpected end', (words) => words.fill(0x60, HeaderWord.Count + 3, HeaderWord.Count + 4)],
  ])('%s', (text, change) => {
    const error = broken(change);
    expect(error).toBeInstanceOf(DeserializeError);
    expect(error!.message).toMatch(/^the image is malformed: /);
    expect(error!.message).toContain(text);
  });

  it('refuses or loads any, but never hangs', () => {
    for (let at = HeaderWord.Count; at < image.length / 4; at++) {
      for (const value of [0, -1, 0x7fffffff, 0x40000000, 255]) {
        const error = broken((words) => (words[at] = value));
        if (error !== undefined) expect(error).toBeInstanceOf(DeserializeError);
      }
    }
  });

  it('with code must be there', () => {
    const sections = new Map<ImageSection, Uint8Array>();
    for (let at = HeaderWord.Count * 4; at < image.length;) {
      const [tag, size] = new Int32Array(image.buffer, at, 2) as unknown as [number, number];
      sections.set(tag, image.subarray(at + 8, at + 8 + size));
      at += 8 + ((size + 3) & ~3);
    }
    sections.delete(ImageSection.Code);
    const without = writeImage({ kind: EngineKind.Interpreter, features: 0, options: 0 }, [
      ...sections,
    ]);
    expect(refusal(without)!.message).toBe('the image is malformed: section 3 is missing');
  });

  it('begin at words', () => {
    expect(image.length % 4).toBe(0);
    expect(new Int32Array(image.buffer)[HeaderWord.Length]).toBe(image.length);
  });
});

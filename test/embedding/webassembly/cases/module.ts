/** https://webassembly.github.io/spec/js-api/#modules */
import { type Api, type Case, type Cases, casesOf } from './case.js';
import { attributes, same, STRANGERS, throws } from './check.js';
import { wat } from './wat.js';

const EMPTY = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** Custom sections: two `n`, and one of which the name is U+FFFD. */
const SECTIONS = [0, 4, 1, 0x6e, 7, 8, 0, 3, 1, 0x6e, 9, 0, 4, 3, 0xef, 0xbf, 0xbd];

/** Has what buffers have, and is none. */
const FAKE = { ...EMPTY, length: EMPTY.length, byteLength: EMPTY.length };

const custom = (api: Api): any => new api.Module(Uint8Array.of(...EMPTY, ...SECTIONS));

const described = (api: Api): any =>
  new api.Module(
    wat`(module
      (import "a" "f" (func (param i32)))
      (import "b" "t" (table 1 funcref))
      (import "b" "\c3\a9" (memory 1))
      (import "" "g" (global i32))
      (import "a" "f" (func))
      (export "f" (func 0)) (export "" (table 0)) (export "\ef\bf\bd" (memory 0))
      (export "g" (global 0)))`,
  );

const SOURCES: Cases = {
  'are buffers and views, of any part': (api) => {
    const { buffer } = Uint8Array.of(9, 9, 9, 9, 9, 9, 9, 9, ...EMPTY, 9, 9, 9, 9, 9, 9, 9, 9);
    same(api.validate(Uint8Array.from(EMPTY).buffer), true);
    const views = [Uint8Array, Int8Array, Uint8ClampedArray, Uint16Array, Float64Array];
    for (const View of views) {
      const view = new View(buffer, 8, 8 / View.BYTES_PER_ELEMENT);
      same(api.validate(view), true);
      same(new api.Module(view) instanceof api.Module, true);
    }
    same(api.validate(new BigInt64Array(buffer, 8, 1)), true);
    same(api.validate(buffer), false);
  },
  'are DataViews': {
    run: (api) => same(api.validate(new DataView(Uint8Array.from(EMPTY).buffer)), true),
    v8: 'takes typed arrays alone',
  },
  'may be empty, detached or resizable': (api) => {
    same(api.validate(new ArrayBuffer(0)), false);
    throws(api.CompileError, () => new api.Module(new Uint8Array()));
    const resizable = new (ArrayBuffer as any)(16, { maxByteLength: 32 });
    new Uint8Array(resizable).set(EMPTY);
    same(api.validate(resizable), false);
    resizable.resize(8);
    same(api.validate(resizable), true);
    same(api.validate(new Uint8Array(resizable)), true);
    const memory = new api.Memory({ initial: 1 });
    const { buffer } = memory;
    memory.grow(1);
    same(api.validate(buffer), false);
    throws(api.CompileError, () => new api.Module(buffer));
  },
  'may be shared': {
    run: (api) => {
      const shared = new Uint8Array(new SharedArrayBuffer(8));
      same(api.validate(shared), false);
      shared.set(EMPTY);
      same([api.validate(shared), api.validate(shared.buffer)], [true, true]);
      same(new api.Module(shared) instanceof api.Module, true);
      throws(api.CompileError, () => new api.Module(new SharedArrayBuffer(0)));
    },
    v8: 'takes no shared memory',
  },
  'are nothing else': async (api) => {
    for (const value of [...STRANGERS, EMPTY, ArrayBuffer.prototype, new Map(), api.Module, FAKE]) {
      throws(TypeError, () => api.validate(value));
      throws(TypeError, () => new api.Module(value));
    }
    throws(TypeError, () => api.validate());
    throws(TypeError, () => new api.Module());
  },
  'may change later': (api) => {
    const bytes = Uint8Array.of(...EMPTY, ...SECTIONS);
    const module = new api.Module(bytes);
    bytes.fill(0);
    same(api.Module.customSections(module, 'n').length, 2);
  },
};

const DESCRIPTIONS: Cases = {
  'are of imports, in order': (api) => {
    same(
      api.Module.imports(described(api), 'stray').map(({ kind, module, name }: any) => [
        kind,
        module,
        name,
      ]),
      [
        ['function', 'a', 'f'],
        ['table', 'b', 't'],
        ['memory', 'b', 'é'],
        ['global', '', 'g'],
        ['function', 'a', 'f'],
      ],
    );
  },
  'are of exports, in order': (api) => {
    same(
      api.Module.exports(described(api), 'stray').map(({ kind, name }: any) => [kind, name]),
      [
        ['function', 'f'],
        ['table', ''],
        ['memory', '\ufffd'],
        ['global', 'g'],
      ],
    );
  },
  'are plain objects with their members in order of the alphabet': {
    run: (api) => {
      const module = described(api);
      const [first] = api.Module.exports(module);
      same(Object.keys(first), ['kind', 'name']);
      same(Object.keys(api.Module.imports(module)[0]), ['kind', 'module', 'name']);
      same(Object.getPrototypeOf(first), Object.prototype);
      same(Object.isExtensible(first), true);
      same([attributes(first, 'kind'), attributes(first, 'name')], ['wec', 'wec']);
    },
    v8: 'has them in the order of their declaration, as other engines have',
  },
  'are new ones each time': (api) => {
    const module = described(api);
    for (const name of ['exports', 'imports'] as const) {
      const list = api.Module[name](module);
      same(Array.isArray(list), true);
      same(api.Module[name](module) === list, false);
      same(api.Module[name](module)[0] === list[0], false);
    }
    const empty = new api.Module(Uint8Array.from(EMPTY));
    same([api.Module.exports(empty), api.Module.imports(empty)], [[], []]);
  },
  'are of modules alone': (api) => {
    const instance = new api.Instance(new api.Module(Uint8Array.from(EMPTY)));
    for (const value of [...STRANGERS, instance, api.Module, api.Module.prototype]) {
      throws(TypeError, () => api.Module.exports(value));
      throws(TypeError, () => api.Module.imports(value));
      throws(TypeError, () => api.Module.customSections(value, ''));
    }
  },
  'need no receiver': (api) => {
    const { exports, imports, customSections } = api.Module;
    same(exports(described(api)).length, 4);
    same(imports(described(api)).length, 5);
    same(customSections(custom(api), 'n').length, 2);
  },
};

const CUSTOM_SECTIONS: Cases = {
  'are copies of the bytes, in order': (api) => {
    const module = custom(api);
    const sections = api.Module.customSections(module, 'n', 'stray');
    same(Array.isArray(sections), true);
    same(
      sections.map((section: any) => [...new Uint8Array(section)]),
      [[7, 8], [9]],
    );
    same(Object.getPrototypeOf(sections[0]), ArrayBuffer.prototype);
    new Uint8Array(sections[0]).fill(1);
    const again = api.Module.customSections(module, 'n');
    same([...new Uint8Array(again[0])], [7, 8]);
    same(again[0] === sections[0], false);
  },
  'are found by the exact name, a string': (api) => {
    const module = custom(api);
    const count = (name: unknown): number => api.Module.customSections(module, name).length;
    same(['', 'N', 'n\0', ' n', 'n'].map(count), [0, 0, 0, 0, 2]);
    same([count('\ufffd'), count('\ud800')], [1, 0]);
    same(count({ toString: () => 'n' }), 2);
    same([count(null), count(['n'])], [0, 2]);
    throws(TypeError, () => count(Symbol('n')));
    throws(TypeError, () => api.Module.customSections(module));
  },
  'may be called undefined': {
    run: (api) => {
      const name = [...'undefined'].map((letter) => letter.charCodeAt(0));
      const module = new api.Module(Uint8Array.of(...EMPTY, 0, 10, 9, ...name));
      same(api.Module.customSections(module, undefined).length, 1);
      same(api.Module.customSections(custom(api), undefined).length, 0);
    },
    v8: 'takes undefined for a missing argument',
  },
};

const VALIDATE: Cases = {
  'answers true or false': (api) => {
    same(api.validate(Uint8Array.from(EMPTY), {}), true);
    same(api.validate(wat`(module (func (result i32) (i32.const 1)))`), true);
    same(api.validate(Uint8Array.of(...EMPTY, 1)), false);
    same(api.validate(Uint8Array.of(0, 0x61, 0x73, 0x6d, 2, 0, 0, 0)), false);
  },
};

export const MODULE_CASES: readonly Case[] = [
  ...casesOf('sources of modules', SOURCES),
  ...casesOf('descriptions', DESCRIPTIONS),
  ...casesOf('Module.customSections', CUSTOM_SECTIONS),
  ...casesOf('validate', VALIDATE),
];

/** https://webassembly.github.io/spec/js-api/#memories */
import { type Case, type Cases, casesOf, instantiate } from './case.js';
import { logged, loggedMembers, NO_SIZES, same, SIZES, STRANGERS, throws } from './check.js';
import { wat } from './wat.js';

const PAGE = 65536;

const GROWN = (): Uint8Array =>
  wat`(module (memory (export "memory") 1 3)
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
    (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1)))
    (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))`;

const DESCRIPTORS: Cases = {
  'must be an object with an initial size': (api) => {
    for (const value of [...STRANGERS, { initial: undefined }, { maximum: 1 }]) {
      throws(TypeError, () => new api.Memory(value));
    }
  },
  'may be a function or inherit its members': (api) => {
    same(new api.Memory(Object.assign(() => 0, { initial: 1 })).buffer.byteLength, PAGE);
    same(new api.Memory(Object.create({ initial: 1 })).buffer.byteLength, PAGE);
  },
  'have sizes that are converted': (api) => {
    for (const [given, size] of SIZES) {
      if (given !== undefined) {
        same(new api.Memory({ initial: given }).buffer.byteLength, size * PAGE);
      }
      const memory = new api.Memory({ initial: 0, maximum: given });
      if (size > 0) memory.grow(size);
      throws(RangeError, () => memory.grow(1));
    }
  },
  'refuse what is no size with a TypeError': (api) => {
    for (const value of NO_SIZES) {
      throws(TypeError, () => new api.Memory({ initial: value }));
      if (value !== undefined) {
        throws(TypeError, () => new api.Memory({ initial: 0, maximum: value }));
      }
    }
  },
  'have sizes of which the fraction is cut off': {
    run: (api) => {
      same(new api.Memory({ initial: -0.9, maximum: 0.9 }).grow(-0.9), 0);
      same(new api.Memory({ initial: 0, maximum: 2 ** 16 + 0.9 }).grow(1.9), 0);
      throws(TypeError, () => new api.Memory({ initial: 0, maximum: 2 ** 32 + 0.9 }));
    },
    v8: 'refuses what is below zero before the fraction is cut off',
  },
  'refuse impossible sizes with a RangeError': (api) => {
    throws(RangeError, () => new api.Memory({ initial: 2, maximum: 1 }));
    throws(RangeError, () => new api.Memory({ initial: PAGE + 1 }));
    throws(RangeError, () => new api.Memory({ initial: 0, maximum: PAGE + 1 }));
    throws(RangeError, () => new api.Memory({ initial: 2 ** 32 - 1 }));
  },
  'take as many pages as addresses reach for a maximum': (api) => {
    same(new api.Memory({ initial: 0, maximum: PAGE }).buffer.byteLength, 0);
  },
  'are read and converted in order': {
    run: (api) => {
      const log: string[] = [];
      new api.Memory(loggedMembers(log, { maximum: 2, initial: 1, address: 'i32' }));
      same(log, [
        'address',
        'address converted',
        'initial',
        'initial converted',
        'maximum',
        'maximum converted',
      ]);
    },
    v8: 'knows no 64-bit addresses',
  },
  'stop at the first error': {
    run: (api) => {
      const log: string[] = [];
      throws(TypeError, () => {
        new api.Memory(loggedMembers(log, { maximum: 2, initial: 1, address: 'i16' }));
      });
      same(log, ['address', 'address converted']);
      const mine = new RangeError('mine');
      const initial = {
        valueOf() {
          throw mine;
        },
      };
      throws(RangeError, () => new api.Memory({ initial, maximum: -1 }));
    },
    v8: 'knows no 64-bit addresses',
  },
  'have no address but i32 and i64': {
    run: (api) => {
      for (const address of ['', 'i31', 'I32', null, 32, Symbol('s')]) {
        throws(TypeError, () => new api.Memory({ initial: 1, address }));
      }
      same(new api.Memory({ initial: 1, address: undefined }).buffer.byteLength, PAGE);
      same(new api.Memory({ initial: 1, address: { toString: () => 'i32' } }).grow(0), 1);
    },
    v8: 'knows no 64-bit addresses',
  },
  'overlook what they are not to have': (api) => {
    same(new api.Memory({ initial: 1, minimum: 'x', other: Symbol('s') }, 5).grow(0), 1);
  },
};

const BUFFERS: Cases = {
  'is an ArrayBuffer of zeros, extensible': (api) => {
    const { buffer } = new api.Memory({ initial: 2 });
    same(Object.getPrototypeOf(buffer), ArrayBuffer.prototype);
    same(buffer.byteLength, 2 * PAGE);
    same(Object.isExtensible(buffer), true);
    const bytes = new Uint8Array(buffer);
    same([bytes[0], bytes[2 * PAGE - 1]], [0, 0]);
  },
  'is of fixed length': (api) => {
    same(new api.Memory({ initial: 1, maximum: 2 }).buffer.resizable ?? false, false);
  },
  'is the same until the memory grows': (api) => {
    const memory = new api.Memory({ initial: 1 });
    same(memory.buffer, memory.buffer);
    throws(TypeError, () => {
      memory.buffer = new ArrayBuffer(1);
    });
  },
  'is detached and replaced by growth, with what it held': (api) => {
    const memory = new api.Memory({ initial: 1 });
    const { buffer } = memory;
    const view = new Uint8Array(buffer);
    view[5] = 6;
    same(memory.grow(1), 1);
    same([buffer.byteLength, view.length, view[5]], [0, 0, undefined]);
    same(memory.buffer === buffer, false);
    same(memory.buffer.byteLength, 2 * PAGE);
    const grown = new Uint8Array(memory.buffer);
    same([grown[5], grown[PAGE], grown[2 * PAGE - 1]], [6, 0, 0]);
  },
  'is replaced by growth of no pages, too': (api) => {
    for (const initial of [0, 1]) {
      const memory = new api.Memory({ initial });
      const { buffer } = memory;
      same(memory.grow(0), initial);
      same(memory.buffer === buffer, false);
      same(buffer.byteLength, 0);
      same(memory.buffer.byteLength, initial * PAGE);
    }
  },
  'is replaced by memory.grow of a guest': (api) => {
    const { memory, grow } = instantiate(api, GROWN());
    const { buffer } = memory;
    same(grow(1), 1);
    same(buffer.byteLength, 0);
    same(memory.buffer.byteLength, 2 * PAGE);
  },
  'is replaced by memory.grow of no pages': (api) => {
    const { memory, grow, load } = instantiate(api, GROWN());
    const { buffer } = memory;
    new Uint8Array(buffer)[9] = 4;
    same(grow(0), 1);
    same(memory.buffer === buffer, false);
    same(buffer.byteLength, 0);
    same(memory.buffer.byteLength, PAGE);
    same(load(9), 4);
  },
  'stays when growth fails': (api) => {
    const { memory, grow } = instantiate(api, GROWN());
    const { buffer } = memory;
    same(grow(3), -1);
    throws(RangeError, () => memory.grow(3));
    throws(TypeError, () => memory.grow(-1));
    same(memory.buffer, buffer);
    same(buffer.byteLength, PAGE);
  },
  'is what guests see': (api) => {
    const { memory, store, load, grow } = instantiate(api, GROWN());
    store(3, 255);
    same(new Uint8Array(memory.buffer)[3], 255);
    grow(1);
    new Uint8Array(memory.buffer)[PAGE] = 8;
    same([load(3), load(PAGE)], [255, 8]);
    throws(api.RuntimeError, () => load(2 * PAGE));
  },
};

const GROW: Cases = {
  'returns the size before': (api) => {
    const memory = new api.Memory({ initial: 0, maximum: 3 });
    same([memory.grow(2), memory.grow(0), memory.grow(1)], [0, 2, 2]);
  },
  'converts the delta': (api) => {
    for (const [given, delta] of SIZES) {
      const memory = new api.Memory({ initial: 0 });
      same(memory.grow(given, 'stray'), 0);
      same(memory.buffer.byteLength, delta * PAGE);
    }
  },
  'refuses what is no delta with a TypeError': (api) => {
    const memory = new api.Memory({ initial: 0 });
    throws(TypeError, () => memory.grow());
    for (const value of NO_SIZES) throws(TypeError, () => memory.grow(value));
  },
  'refuses growth beyond the maximum with a RangeError': (api) => {
    const memory = new api.Memory({ initial: 1, maximum: 2 });
    for (const delta of [2, PAGE, 2 ** 32 - 1]) throws(RangeError, () => memory.grow(delta));
    const boundless = new api.Memory({ initial: 1 });
    for (const delta of [PAGE, 2 ** 32 - 1]) throws(RangeError, () => boundless.grow(delta));
  },
  'adds to what the memory has after the conversion': (api) => {
    const memory = new api.Memory({ initial: 1, maximum: 9 });
    const delta = { valueOf: () => memory.grow(3) };
    same(memory.grow(delta), 4);
    same(memory.buffer.byteLength, 5 * PAGE);
  },
};

const OBJECTS: Cases = {
  'is the same for one memory, wherever it is exported': (api) => {
    const { a, b } = instantiate(
      api,
      wat`(module (memory (export "a") 1) (export "b" (memory 0)))`,
    );
    same(a, b);
    same(a instanceof api.Memory, true);
    same(Object.isExtensible(a), true);
    const again = wat`(module (import "m" "a" (memory 1)) (export "c" (memory 0)))`;
    same(instantiate(api, again, { m: { a } })['c'], a);
    const own = new api.Memory({ initial: 1 });
    same(instantiate(api, again, { m: { a: own } })['c'], own);
  },
  'is another for another instance': (api) => {
    const module = new api.Module(GROWN());
    const first = new api.Instance(module).exports.memory;
    const second = new api.Instance(module).exports.memory;
    same(first === second, false);
    same(first.buffer === second.buffer, false);
  },
  'may be of a subclass': (api) => {
    class Own extends (api.Memory as new (descriptor: object) => object) {}
    const memory: any = new Own({ initial: 1 });
    same(memory instanceof Own, true);
    same(memory.grow(1), 1);
    same(
      Object.getPrototypeOf(Reflect.construct(api.Memory, [{ initial: 0 }], Own)),
      Own.prototype,
    );
    const { c } = instantiate(
      api,
      wat`(module (import "m" "a" (memory 1)) (export "c" (memory 0)))`,
      { m: { a: memory } },
    );
    same(c, memory);
  },
  'is no memory because of its prototype': (api) => {
    const fake = Object.create(api.Memory.prototype);
    throws(TypeError, () => fake.buffer);
    throws(TypeError, () => fake.grow(logged([], 'delta', 1)));
  },
};

export const MEMORY_CASES: readonly Case[] = [
  ...casesOf("a memory's descriptor", DESCRIPTORS),
  ...casesOf("a memory's buffer", BUFFERS),
  ...casesOf('Memory.prototype.grow', GROW),
  ...casesOf('a memory object', OBJECTS),
];

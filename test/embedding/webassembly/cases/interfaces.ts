/** https://webidl.spec.whatwg.org/#js-interfaces and https://webidl.spec.whatwg.org/#js-namespaces */
import { type Api, type Case, type Cases, casesOf } from './case.js';
import { attributes, FLASH, isConfigurable, isFunction, same, STRANGERS, throws } from './check.js';

interface Interface {
  /** Names and lengths. */
  readonly operations: Readonly<Record<string, number>>;
  readonly statics?: Readonly<Record<string, number>>;
  /** Names, and whether they can be set. */
  readonly getters: Readonly<Record<string, boolean>>;
  /** An instance. */
  readonly make: (api: Api) => object;
}

const module = (api: Api): object => new api.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));

const INTERFACES: Readonly<Record<string, Interface>> = {
  Module: {
    operations: {},
    statics: { exports: 1, imports: 1, customSections: 2 },
    getters: {},
    make: module,
  },
  Instance: {
    operations: {},
    getters: { exports: false },
    make: (api) => new api.Instance(module(api)),
  },
  Memory: {
    operations: { grow: 1 },
    getters: { buffer: false },
    make: (api) => new api.Memory({ initial: 0 }),
  },
  Table: {
    operations: { grow: 1, get: 1, set: 1 },
    getters: { length: false },
    make: (api) => new api.Table({ element: 'anyfunc', initial: 0 }),
  },
  Global: {
    operations: { valueOf: 0 },
    getters: { value: true },
    make: (api) => new api.Global({ value: 'i32', mutable: true }),
  },
};

const descriptor = (object: object, key: PropertyKey): PropertyDescriptor =>
  Object.getOwnPropertyDescriptor(object, key)!;

/** Own names in order of the alphabet, symbols last. */
function keys(object: object): unknown[] {
  const own = Reflect.ownKeys(object);
  // V8's functions have the last two, as ECMAScript leaves them free to.
  const names = own
    .filter((key) => typeof key === 'string' && key !== 'arguments' && key !== 'caller')
    .sort();
  return [...names, ...own.filter((key) => typeof key === 'symbol')];
}

function ofInterface(name: string): Cases {
  const { operations, statics = {}, getters, make } = INTERFACES[name]!;
  /** Where each operation is, its name and length. */
  const operationsOf = (api: Api): [any, string, number][] => [
    ...Object.entries(operations).map(([key, length]): [any, string, number] => [
      (api as any)[name].prototype,
      key,
      length,
    ]),
    ...Object.entries(statics).map(([key, length]): [any, string, number] => [
      (api as any)[name],
      key,
      length,
    ]),
  ];
  return {
    'is a hidden property of the namespace': {
      run: (api) => same(attributes(api, name), 'w-c'),
    },
    'has its name and length': (api) => isFunction((api as any)[name], name, 1),
    'has a name and length that can be configured': {
      run: (api) => isConfigurable((api as any)[name]),
      preloaded: FLASH,
    },
    'has a fixed prototype': (api) => {
      const constructor = (api as any)[name];
      same(attributes(constructor, 'prototype'), '---');
      same(Object.getPrototypeOf(constructor), Function.prototype);
      same(Object.getPrototypeOf(constructor.prototype), Object.prototype);
      same(constructor.prototype.constructor, constructor);
    },
    'is the hidden constructor of its prototype': {
      run: (api) => same(attributes((api as any)[name].prototype, 'constructor'), 'w-c'),
      preloaded: FLASH,
    },
    'must be called with new, and with an argument': (api) => {
      const constructor = (api as any)[name];
      throws(TypeError, () => constructor());
      throws(TypeError, () => constructor({ initial: 1, element: 'anyfunc', value: 'i32' }));
      throws(TypeError, () => new constructor());
    },
    'tells what its objects are': (api) => {
      const { prototype } = (api as any)[name];
      same(prototype[Symbol.toStringTag], `WebAssembly.${name}`);
      same(String(prototype), `[object WebAssembly.${name}]`);
      same(Object.prototype.toString.call(make(api)), `[object WebAssembly.${name}]`);
    },
    'has a hidden tag that can be configured': {
      run: (api) => same(attributes((api as any)[name].prototype, Symbol.toStringTag), '--c'),
      preloaded: FLASH,
    },
    'has the members of the standard and no others': {
      run: (api) => {
        const constructor = (api as any)[name];
        const members = [...Object.keys(operations), ...Object.keys(getters), 'constructor'];
        same(keys(constructor.prototype), [...members.sort(), Symbol.toStringTag]);
        const own = ['length', 'name', 'prototype', ...Object.keys(statics)];
        same(keys(constructor), own.sort());
      },
    },
    'makes extensible objects without properties, also of subclasses': (api) => {
      const object = make(api);
      same(Object.getPrototypeOf(object), (api as any)[name].prototype);
      same(Reflect.ownKeys(object), []);
      same(Object.isExtensible(object), true);
    },
    'has operations with names and lengths, which are no constructors': (api) => {
      for (const [object, key, length] of operationsOf(api)) {
        isFunction(object[key], key, length);
        throws(TypeError, () => new object[key]());
        same('prototype' in object[key], false);
      }
    },
    'has getters and setters with names and lengths': (api) => {
      const { prototype } = (api as any)[name];
      for (const key in getters) {
        const { get, set } = descriptor(prototype, key);
        isFunction(get, `get ${key}`, 0);
        if (getters[key]) isFunction(set, `set ${key}`, 1);
        else same(set, undefined);
      }
    },
    'has visible operations that can be changed': {
      run: (api) => {
        for (const [object, key] of operationsOf(api)) {
          same(attributes(object, key), 'wec', key);
          isConfigurable(object[key]);
        }
      },
      ...(Object.keys({ ...operations, ...statics }).length > 0 && { preloaded: FLASH }),
    },
    'has visible attributes that can be changed': {
      run: (api) => {
        const { prototype } = (api as any)[name];
        for (const key in getters) {
          const { get, set } = descriptor(prototype, key);
          same(attributes(prototype, key), '-ec', key);
          isConfigurable(get);
          if (set) isConfigurable(set);
        }
      },
      ...(Object.keys(getters).length > 0 && { preloaded: FLASH }),
    },
    'has visible operations and attributes': (api) => {
      const { prototype } = (api as any)[name];
      const visible = [...Object.keys(operations), ...Object.keys(getters)];
      same(Object.keys(prototype).sort(), visible.sort());
      same(Object.keys((api as any)[name]).sort(), Object.keys(statics).sort());
    },
    'has members that take no receiver but their own, and look at no argument before': (api) => {
      const { prototype } = (api as any)[name];
      const argument = {
        valueOf() {
          throw new Error('converted');
        },
      };
      const other = name === 'Memory' ? INTERFACES['Table'] : INTERFACES['Memory'];
      for (const receiver of [...STRANGERS, (api as any)[name], prototype, other!.make(api)]) {
        for (const key in operations) {
          throws(TypeError, () => Reflect.apply(prototype[key], receiver, [argument, argument]));
        }
        for (const key in getters) {
          const { get, set } = descriptor(prototype, key);
          throws(TypeError, () => Reflect.apply(get!, receiver, []));
          if (set) throws(TypeError, () => Reflect.apply(set, receiver, [argument]));
        }
      }
    },
    'has members that overlook further arguments': (api) => {
      const { prototype } = (api as any)[name];
      const object = make(api);
      for (const key in getters) {
        const { get, set } = descriptor(prototype, key);
        same(Reflect.apply(get!, object, [1, 2]), (object as any)[key]);
        if (set) same(Reflect.apply(set, object, [1, {}]), undefined);
      }
    },
    'has attributes that cannot be set where they are read-only': (api) => {
      const object = make(api) as any;
      for (const key in getters) {
        if (getters[key]) continue;
        throws(TypeError, () => {
          object[key] = 1;
        });
      }
    },
  };
}

const OPERATIONS = ['validate', 'compile', 'instantiate'] as const;

const NAMESPACE: Cases = {
  'tells what it is': (api) => {
    same(Object.prototype.toString.call(api), '[object WebAssembly]');
    same(Object.getPrototypeOf(api), Object.prototype);
    throws(TypeError, () => (api as any)());
    throws(TypeError, () => new (api as any)());
  },
  'has a hidden tag that can be configured': {
    run: (api) => same(attributes(api, Symbol.toStringTag), '--c'),
  },
  'has operations with names and lengths, which are no constructors': {
    run: (api) => {
      for (const name of OPERATIONS) {
        same(attributes(api, name), 'wec', name);
        isFunction(api[name], name, 1);
        throws(TypeError, () => new api[name](new Uint8Array()));
        same('prototype' in api[name], false);
      }
    },
  },
  'has operations on responses where the host has those': (api) => {
    const { Response } = globalThis as { Response?: unknown };
    for (const name of ['compileStreaming', 'instantiateStreaming'] as const) {
      same(name in api, Response !== undefined);
      if (Response !== undefined) isFunction(api[name], name, 1);
    }
  },
  'has operations with names and lengths that can be configured': {
    run: (api) => {
      for (const name of OPERATIONS) isConfigurable(api[name]);
    },
    preloaded: FLASH,
  },
  'has operations that need no receiver': async (api) => {
    const { validate, compile, instantiate } = api;
    const bytes = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    same(validate(bytes), true);
    same((await compile(bytes)) instanceof api.Module, true);
    same((await instantiate(bytes)).instance instanceof api.Instance, true);
  },
};

export const INTERFACE_CASES: readonly Case[] = [
  ...casesOf('the namespace', NAMESPACE),
  ...Object.keys(INTERFACES).flatMap((name) => casesOf(name, ofInterface(name))),
];

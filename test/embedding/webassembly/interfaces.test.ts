import { expect, it } from 'vitest';
import type { WebAssemblyNamespace } from '../../../src/index.js';
import { describeBoth } from './namespaces.js';

const INTERFACES = ['Module', 'Instance', 'Memory', 'Table', 'Global'] as const;
const ERRORS = ['CompileError', 'LinkError', 'RuntimeError'] as const;

/** By interface: the members of the prototype, and the lengths of its operations. */
const OPERATIONS: Record<string, Record<string, number>> = {
  Module: {},
  Instance: {},
  Memory: { grow: 1 },
  Table: { get: 1, set: 1, grow: 1 },
  Global: { valueOf: 0 },
};
const ATTRIBUTES: Record<string, string[]> = {
  Module: [],
  Instance: ['exports'],
  Memory: ['buffer'],
  Table: ['length'],
  Global: ['value'],
};

function descriptor(object: object, key: PropertyKey): PropertyDescriptor {
  return Object.getOwnPropertyDescriptor(object, key)!;
}

describeBoth('interfaces', (api) => {
  it('are hidden members of the namespace', () => {
    expect(Object.prototype.toString.call(api)).toBe('[object WebAssembly]');
    for (const name of [...INTERFACES, ...ERRORS]) {
      expect(descriptor(api, name)).toMatchObject({
        writable: true,
        enumerable: false,
        configurable: true,
      });
      expect(api[name].name).toBe(name);
      expect(api[name].length).toBe(1);
    }
  });

  it('stand beside the functions, which are visible and no constructors', () => {
    for (const name of ['validate', 'compile', 'instantiate'] as const) {
      expect(descriptor(api, name)).toMatchObject({
        writable: true,
        enumerable: true,
        configurable: true,
      });
      const operation = api[name] as unknown as new () => object;
      expect(operation.length).toBe(1);
      expect(() => new operation()).toThrow(TypeError);
    }
  });

  it.each(INTERFACES)('%s must be called with new', (name) => {
    expect(() => (api[name] as unknown as () => void)()).toThrow(TypeError);
  });

  it.each(INTERFACES)('%s tells its name', (name) => {
    const { prototype } = api[name];
    expect(descriptor(prototype, Symbol.toStringTag)).toEqual({
      value: `WebAssembly.${name}`,
      writable: false,
      enumerable: false,
      configurable: true,
    });
    expect(descriptor(api[name], 'prototype').writable).toBe(false);
  });

  it.each(INTERFACES)('%s has visible operations and attributes', (name) => {
    const { prototype } = api[name];
    for (const [operation, length] of Object.entries(OPERATIONS[name]!)) {
      const found = descriptor(prototype, operation);
      expect(found).toMatchObject({ writable: true, enumerable: true, configurable: true });
      const value = found.value as new () => object;
      expect(value.length).toBe(length);
      expect(() => new value()).toThrow(TypeError);
      expect(() => Reflect.apply(value as unknown as () => void, {}, [0])).toThrow(TypeError);
    }
    for (const attribute of ATTRIBUTES[name]!) {
      const found = descriptor(prototype, attribute);
      expect(found).toMatchObject({ enumerable: true, configurable: true });
      expect(found.get!.name).toBe(`get ${attribute}`);
      expect(() => Reflect.apply(found.get!, {}, [])).toThrow(TypeError);
    }
  });

  it('has static operations of Module', () => {
    const lengths = { exports: 1, imports: 1, customSections: 2 };
    for (const [name, length] of Object.entries(lengths)) {
      const found = descriptor(api.Module, name);
      expect(found).toMatchObject({ writable: true, enumerable: true, configurable: true });
      expect((found.value as () => void).length).toBe(length);
    }
  });

  it.each(ERRORS)('%s is an Error', (name) => {
    const ErrorClass: WebAssemblyNamespace[typeof name] = api[name];
    const error = new ErrorClass('reason');
    expect(error).toBeInstanceOf(Error);
    expect(Object.getPrototypeOf(ErrorClass)).toBe(Error);
    expect(`${error}`).toBe(`${name}: reason`);
  });
});

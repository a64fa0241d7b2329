/** https://webassembly.github.io/spec/js-api/#error-objects: they are as ECMAScript's native errors. */
import { type Case, type Cases, casesOf, instantiate } from './case.js';
import { attributes, FLASH, isConfigurable, isFunction, same, thrown } from './check.js';
import { wat } from './wat.js';

function ofError(name: 'CompileError' | 'LinkError' | 'RuntimeError'): Cases {
  return {
    'is a hidden property of the namespace': {
      run: (api) => same(attributes(api, name), 'w-c'),
    },
    'has its name and length': (api) => isFunction(api[name], name, 1),
    'has a name and length that can be configured': {
      run: (api) => isConfigurable(api[name]),
      preloaded: FLASH,
    },
    'inherits from Error': (api) => {
      const { prototype } = api[name];
      same(Object.getPrototypeOf(api[name]), Error);
      same(Object.getPrototypeOf(prototype), Error.prototype);
      same(attributes(api[name], 'prototype'), '---');
      same(prototype.constructor, api[name]);
      same(prototype instanceof Error, true);
      same(Object.prototype.toString.call(prototype), '[object Object]');
    },
    'has a prototype with hidden constructor, name and message': {
      run: (api) => {
        const { prototype } = api[name];
        same(Reflect.ownKeys(prototype).sort(), ['constructor', 'message', 'name']);
        for (const key of ['constructor', 'message', 'name']) {
          same(attributes(prototype, key), 'w-c', key);
        }
      },
      preloaded: FLASH,
    },
    'has a prototype with its name and an empty message': (api) => {
      const { prototype } = api[name];
      same(prototype.name, name);
      same(prototype.message, '');
      same(Object.hasOwn(prototype, 'name'), true);
      same(Object.hasOwn(prototype, 'message'), true);
    },
    'makes errors, with and without new': (api) => {
      for (const error of [new api[name]('reason'), api[name]('reason')]) {
        same(error instanceof api[name], true);
        same(error instanceof Error, true);
        same(Object.getPrototypeOf(error), api[name].prototype);
        same(Object.prototype.toString.call(error), '[object Error]');
        same(error.message, 'reason');
        same(attributes(error, 'message'), 'w-c');
        same(error.name, name);
        same(Object.hasOwn(error, 'name'), false);
        same(`${error}`, `${name}: reason`);
        same(Object.keys(error), []);
      }
    },
    'gives no message of its own where there is none': (api) => {
      for (const error of [new api[name](), api[name](undefined)]) {
        same(Object.hasOwn(error, 'message'), false);
        same(`${error}`, name);
      }
    },
    'makes a string of the message': (api) => {
      same(new api[name](null).message, 'null');
      same(new api[name]({ toString: () => 'made' }).message, 'made');
      same(thrown(() => new api[name](Symbol('s'))).constructor, TypeError);
    },
    'takes a cause': (api) => {
      const cause = {};
      const error = new api[name]('reason', { cause });
      same(error.cause, cause);
      same(attributes(error, 'cause'), 'w-c');
      same(Object.hasOwn(new api[name]('reason', {}), 'cause'), false);
      same(Object.hasOwn(new api[name]('reason', 1), 'cause'), false);
    },
    'can be extended': (api) => {
      class Own extends (api[name] as ErrorConstructor) {}
      const error = new Own('reason');
      same(Object.getPrototypeOf(error), Own.prototype);
      same(error.message, 'reason');
      same(Reflect.construct(api[name], ['x'], Own) instanceof Own, true);
    },
  };
}

const THROWN: Cases = {
  'say what is wrong, and have no enumerable name or message': (api) => {
    const { f } = instantiate(api, wat`(module (func (export "f") unreachable))`);
    const missing = wat`(module (import "m" "f" (func)))`;
    const errors = [
      [thrown(() => new api.Module(new Uint8Array(3))), api.CompileError],
      [thrown(() => instantiate(api, missing, { m: {} })), api.LinkError],
      [thrown(f as () => void), api.RuntimeError],
    ] as const;
    for (const [error, errorClass] of errors) {
      same(Object.getPrototypeOf(error), errorClass.prototype);
      same(typeof error.message, 'string');
      same(error.message.length > 0, true);
      same(attributes(error, 'message'), 'w-c');
      same(Object.hasOwn(error, 'name'), false);
      same(`${error}`, `${errorClass.name}: ${error.message}`);
      same(typeof error.stack, 'string');
    }
  },
};

export const ERROR_CASES: readonly Case[] = [
  ...(['CompileError', 'LinkError', 'RuntimeError'] as const).flatMap((name) =>
    casesOf(name, ofError(name)),
  ),
  ...casesOf('errors', THROWN),
];

/** Compares compiled functions with other engines. */
import '../../src/compiler.js';
import {
  Config,
  Engine,
  Instance,
  Module,
  RuntimeError,
  type Strategy,
  Store,
} from '../../src/index.js';
import { expect } from 'vitest';
import { wat } from '../validation/wat.js';
import { statements } from './compile.js';

export type Value = number | bigint;

/** A module's engines, and what it is called with. */
export interface Comparison {
  /** Fields of a module that exports `f`, and may export `after`, which is called after each call. */
  readonly text: string;
  /** Arguments of `f`; with an `after`, each call is of a new instance. */
  readonly calls: readonly (readonly Value[])[];
  /** Whether Node's own WebAssembly must do the same. */
  readonly native?: boolean;
}

type Call = (name: string, args: readonly Value[]) => unknown;

/** A module in an engine. */
interface Runner {
  readonly hasAfter: boolean;
  instantiate(): Call;
}

function shown(value: unknown): string {
  return [value]
    .flat()
    .map((one) => (Object.is(one, -0) ? '-0' : String(one)))
    .join(' ');
}

/** What the calls come to, as text. A host's trap has no text that could be compared. */
function outcomes(calls: Comparison['calls'], { hasAfter, instantiate }: Runner): string[] {
  const attempt = (call: Call, name: string, args: readonly Value[]): string => {
    try {
      return shown(call(name, args));
    } catch (error) {
      if (error instanceof RuntimeError || error instanceof WebAssembly.RuntimeError) return 'trap';
      throw error;
    }
  };
  let call = instantiate();
  return calls.map((args) => {
    const result = `f(${args.join(', ')}) = ${attempt(call, 'f', args)}`;
    if (!hasAfter) return result;
    const whole = `${result}, then ${attempt(call, 'after', [])}`;
    call = instantiate();
    return whole;
  });
}

function ours(bytes: Uint8Array, strategy: Strategy, fuel: boolean): Runner {
  const engine = new Engine(new Config().strategy(strategy).consumeFuel(fuel));
  const module = new Module(engine, bytes);
  return {
    hasAfter: module.exports().some(({ name }) => name === 'after'),
    instantiate: () => {
      const store = new Store(engine);
      if (fuel) store.setFuel(1e9);
      const instance = new Instance(store, module);
      return (name, args) => instance.call(name, ...args);
    },
  };
}

function nodes(bytes: Uint8Array): Runner {
  const module = new WebAssembly.Module(bytes as BufferSource);
  return {
    hasAfter: WebAssembly.Module.exports(module).some(({ name }) => name === 'after'),
    instantiate: () => {
      const { exports } = new WebAssembly.Instance(module);
      return (name, args) => (exports[name] as (...args: Value[]) => unknown)(...args);
    },
  };
}

/** Expects compiled code to do what Node's WebAssembly and the interpreter do. */
export function agree({ text, calls, native = true }: Comparison): void {
  const bytes = wat(`(module ${text})`);
  const expected = outcomes(calls, ours(bytes, 'interpreter', false));
  if (native) expect(outcomes(calls, nodes(bytes))).toEqual(expected);
  for (const fuel of [false, true]) {
    const compiled = outcomes(calls, ours(bytes, 'compiler', fuel));
    if (compiled.join() !== expected.join()) expect(compiled, statements(text)).toEqual(expected);
  }
}

/** Where 32 bits behave in another way than numbers do. */
export const EDGES32 = [
  0, 1, 2, 3, 5, 7, 31, 32, 33, 63, 64, 100, 127, 128, 255, 256, 65_535, 65_536, 0x7ffffffe,
  0x7fffffff, -0x80000000, -0x7fffffff, -65_536, -129, -128, -100, -33, -32, -31, -5, -2, -1,
] as const;

export const EDGES64 = [
  0n,
  1n,
  2n,
  5n,
  31n,
  32n,
  33n,
  63n,
  64n,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  0x100000000n,
  0x123456789n,
  0x7fffffff_00000000n,
  0x7fffffff_ffffffffn,
  -0x80000000_00000000n,
  -0x7fffffff_ffffffffn,
  -0x100000000n,
  -0xffffffffn,
  -0x80000000n,
  -5n,
  -2n,
  -1n,
] as const;

/** Each of the values with each. */
export function pairs<T>(values: readonly T[]): [T, T][] {
  return values.flatMap((a) => values.map((b): [T, T] => [a, b]));
}

export function singles<T>(values: readonly T[]): [T][] {
  return values.map((value) => [value]);
}

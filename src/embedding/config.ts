import type { RamBudget } from '../budget/claims.js';
import { DEFAULT_FEATURES, Feature } from '../opcodes/feature.js';
import { requireCompiler } from '../runtime/compiler-hook.js';
import type { EngineSettings, Strategy } from '../runtime/engine-settings.js';
import { SLOT_BYTES } from '../runtime/store.js';
import {
  COMPILED_STACK_SLOTS,
  INITIAL_STACK_BYTES,
  MAX_HOST_DEPTH,
  MAX_STACK_BYTES,
} from './defaults.js';

/**
 * Collects what an {@link Engine} is to be like. Each method changes one thing and returns the
 * configuration, so that calls can be chained; names are Wasmtime's and wasmi's.
 */
export class Config {
  #features = DEFAULT_FEATURES;
  #consumeFuel = false;
  #maxStackBytes = MAX_STACK_BYTES;
  #stackBytes = INITIAL_STACK_BYTES;
  #maxHostDepth = MAX_HOST_DEPTH;
  #compiledStackSlots = COMPILED_STACK_SLOTS;
  #strategy: Strategy = 'auto';
  #ignoreCustomSections = false;
  #budget: RamBudget | undefined = undefined;

  #feature(feature: Feature, on: boolean): this {
    this.#features = on ? this.#features | feature : this.#features & ~feature;
    return this;
  }

  /** Counts fuel, so that no guest can run forever; default: false. */
  consumeFuel(on: boolean): this {
    this.#consumeFuel = on;
    return this;
  }

  /**
   * Bytes that the stack of a store may grow to; default: 1,048,576, on a device 8,192. Beyond, a
   * call traps with `call stack exhausted`.
   */
  maxStackSize(bytes: number): this {
    this.#maxStackBytes = stackBytes('maxStackSize', bytes);
    return this;
  }

  /** Bytes of stack that a store has from the beginning; default: 512. */
  initialStackSize(bytes: number): this {
    this.#stackBytes = stackBytes('initialStackSize', bytes);
    return this;
  }

  /**
   * How many calls from guests to the host may be active at once; default: 200, on a device 2. One
   * more traps with `call stack exhausted`.
   */
  maxHostDepth(calls: number): this {
    this.#maxHostDepth = integer('maxHostDepth', calls);
    return this;
  }

  /**
   * How functions are run; default: `auto`. `compiler` compiles each when it is first called, if its
   * source fits what is free; `auto` those that are called often; both need a program that contains
   * the compiler, on a device by `import 'wasmote/compiler'`, without which `auto` interprets.
   * @throws Error for `compiler` in a program without it
   */
  strategy(strategy: Strategy): this {
    if (strategy !== 'auto' && strategy !== 'interpreter' && strategy !== 'compiler') {
      throw new TypeError(
        `Config.strategy: \`${String(strategy)}\` is none of auto, interpreter, compiler`,
      );
    }
    if (strategy === 'compiler') requireCompiler();
    this.#strategy = strategy;
    return this;
  }

  /**
   * Slots of the JavaScript engine's own stack that compiled functions may take, one inside the
   * other; default: 16,384, on a device 352. Beyond, a call traps with `call stack exhausted`.
   */
  compiledStackSlots(slots: number): this {
    this.#compiledStackSlots = integer('compiledStackSlots', slots);
    return this;
  }

  /** Keeps no custom sections, names among them; default: false. */
  ignoreCustomSections(on: boolean): this {
    this.#ignoreCustomSections = on;
    return this;
  }

  /**
   * RAM that all stores of the engine share: a `Budget` of `wasmote/budget`. Whatever a guest causes
   * to be allocated is asked for first. Default: none, and nothing is refused.
   */
  budget(budget: RamBudget): this {
    this.#budget = budget;
    return this;
  }

  /** Memories of 1-byte pages; default: true. */
  wasmCustomPageSizes(on: boolean): this {
    return this.#feature(Feature.CustomPageSizes, on);
  }

  /** Every power of two from 1 to 65536 as page size, which no proposal allows; default: false. */
  anyPageSize(on: boolean): this {
    return this.#feature(Feature.AnyPageSize, on);
  }

  /** Exceptions; default: true, on a device in programs that `import 'wasmote/exception-handling'`. */
  wasmExceptions(on: boolean): this {
    return this.#feature(Feature.ExceptionHandling, on);
  }

  /** 64-bit memories and tables; default: true, on a device with `import 'wasmote/memory64'`. */
  wasmMemory64(on: boolean): this {
    return this.#feature(Feature.Memory64, on);
  }

  /**
   * Typed function references; default: true, on a device in programs that
   * `import 'wasmote/function-references'`.
   */
  wasmFunctionReferences(on: boolean): this {
    return this.#feature(Feature.FunctionReferences, on);
  }

  /** Garbage collection; default: true, on a device in programs that `import 'wasmote/gc'`. */
  wasmGc(on: boolean): this {
    return this.#feature(Feature.Gc, on);
  }

  /**
   * Sums, differences and products of 128 bits; default: true, on a device in programs that
   * `import 'wasmote/wide-arithmetic'`.
   */
  wasmWideArithmetic(on: boolean): this {
    return this.#feature(Feature.WideArithmetic, on);
  }

  /** Modules with several memories; default: true. */
  wasmMultiMemory(on: boolean): this {
    return this.#feature(Feature.MultiMemory, on);
  }

  /** Tail calls: `return_call` and its like; default: true. */
  wasmTailCall(on: boolean): this {
    return this.#feature(Feature.TailCall, on);
  }

  /** Sums, differences and products of integers in constant expressions; default: true. */
  wasmExtendedConst(on: boolean): this {
    return this.#feature(Feature.ExtendedConst, on);
  }

  /** References as values, and modules with several tables; default: true. */
  wasmReferenceTypes(on: boolean): this {
    return this.#feature(Feature.ReferenceTypes, on);
  }

  /** Copying and filling of memories and tables, and passive segments; default: true. */
  wasmBulkMemory(on: boolean): this {
    return this.#feature(Feature.BulkMemory, on);
  }

  /** Functions and blocks with several results, blocks with parameters; default: true. */
  wasmMultiValue(on: boolean): this {
    return this.#feature(Feature.MultiValue, on);
  }

  /** The instructions `i32.extend8_s` and its like; default: true. */
  wasmSignExtension(on: boolean): this {
    return this.#feature(Feature.SignExtension, on);
  }

  /** Conversions of floats to integers that saturate rather than trap; default: true. */
  wasmSaturatingFloatToInt(on: boolean): this {
    return this.#feature(Feature.SaturatingConversion, on);
  }

  /**
   * What the calls so far come to; later calls do not change it.
   * @internal
   */
  settings(): EngineSettings {
    return Object.freeze({
      features: this.#features,
      consumeFuel: this.#consumeFuel,
      maxStackBytes: this.#maxStackBytes,
      initialStackBytes: Math.min(this.#stackBytes, this.#maxStackBytes),
      maxHostDepth: this.#maxHostDepth,
      compiledStackSlots: this.#compiledStackSlots,
      strategy: this.#strategy,
      ignoreCustomSections: this.#ignoreCustomSections,
      budget: this.#budget,
    });
  }
}

function stackBytes(name: string, bytes: number): number {
  integer(name, bytes, SLOT_BYTES);
  return bytes - (bytes % SLOT_BYTES);
}

function integer(name: string, value: number, least = 0): number {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`Config.${name}: ${value} is not an integer from ${least} on`);
  }
  return value;
}

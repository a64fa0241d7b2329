import type { FunctionType } from '../types/function-type.js';
import type { Instance } from './instance.js';
import { invoke } from './invoke.js';
import { Reference } from './reference.js';

/**
 * What a host function runs: it is given its arguments as JavaScript values, and returns nothing, a
 * value, or an array of values when its type has several results.
 */
export type HostCallback = (...args: any[]) => unknown;

/**
 * A function: an instance's, or the host's ({@link HostFunc}). One of an instance is made when
 * something asks for it as a value, and then only once.
 * https://webassembly.github.io/spec/core/exec/runtime.html#function-instances
 */
export class Func extends Reference {
  /** @internal */
  constructor(
    /** The instance whose function this is; undefined for the host's. */
    readonly instance: Instance | undefined,
    /** In the instance's function index space. */
    readonly index: number,
  ) {
    super();
  }

  /** Its parameters and results. */
  get type(): FunctionType {
    return this.instance!.module.functionType(this.index);
  }

  /**
   * Calls the function with JavaScript values: i64 are BigInt, references `Func`, null, or for
   * externref anything.
   * @returns undefined without a result, the result, or an array of several
   * @throws RuntimeError when a guest traps
   * @throws TypeError when an argument cannot be of its type
   */
  call(...args: unknown[]): unknown {
    return invoke(this.instance!, this.index, args);
  }
}

/**
 * A function of the host.
 *
 * @example
 * new HostFunc(FunctionType.of(['i32'], []), (pin) => Digital.write(pin, 1));
 */
export class HostFunc extends Func {
  readonly #type: FunctionType;
  /** What is run. */
  readonly callback: HostCallback;

  /** @param index only a name, where functions are called by their index */
  constructor(type: FunctionType, callback: HostCallback, index = 0) {
    super(undefined, index);
    this.#type = type;
    this.callback = callback;
  }

  override get type(): FunctionType {
    return this.#type;
  }

  override call(...args: unknown[]): unknown {
    return this.callback(...args);
  }
}

import type { ValueTypeName } from '../types/value-type.js';
import type { Func } from './func.js';

/** The JavaScript values of each type. */
interface Values {
  readonly i32: number;
  readonly i64: bigint;
  readonly f32: number;
  readonly f64: number;
  readonly funcref: Func | null;
  readonly externref: unknown;
  readonly exnref: object | null;
  readonly nullexnref: null;
}

type ValuesOf<T extends readonly ValueTypeName[]> = { -readonly [K in keyof T]: Values[T[K]] };

/** Nothing, a value, or an array of several. */
type ResultOf<R extends readonly ValueTypeName[]> = R extends readonly []
  ? undefined
  : R extends readonly [infer One extends ValueTypeName]
    ? Values[One]
    : ValuesOf<R>;

/** A `Func` whose type the compiler knows; see `Instance.getTypedFunc`. */
export interface TypedFunc<P extends readonly ValueTypeName[], R extends readonly ValueTypeName[]> {
  /** As `Func.call`. @throws RuntimeError when a guest traps */
  call(...args: ValuesOf<P>): ResultOf<R>;
}

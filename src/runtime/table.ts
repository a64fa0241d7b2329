import { Claim, chunkBytes, XS_SLOT_BYTES } from '../budget/claims.js';
import { EngineSlots } from '../budget/engine-slots.js';
import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import { MAX_TABLE_ELEMENTS } from '../types/maximum.js';
import type { TableType } from '../types/table-type.js';
import { ValueType } from '../types/value-type.js';
import type { Instance } from './instance.js';
import type { Store } from './store.js';
import { referenceFromHost, referenceToHost } from './value.js';

/**
 * A table of references.
 * https://webassembly.github.io/spec/core/exec/runtime.html#table-instances
 */
export class Table {
  /**
   * A function of the instance that declared the table is kept as its index, a number, and becomes a
   * `Func` only when something asks for it: 16 bytes of RAM on XS where a `Func` takes 64.
   * @internal
   */
  elements: any[];

  /**
   * A table of so many elements as its type has at first.
   * @param initial what every element is at first
   * @param owner the instance that declares the table, if one does
   * @throws RangeError when the store's limits refuse it
   * @throws BudgetExceeded
   */
  constructor(
    /** Whose limits it is bound by. */
    readonly store: Store,
    /** What it holds, and how many. */
    readonly type: TableType,
    initial: unknown = null,
    /** @internal */
    readonly owner: Instance | undefined = undefined,
  ) {
    const { limits } = store;
    const { minimum, maximum } = type;
    if (
      minimum > MAX_TABLE_ELEMENTS ||
      store.tableCount >= limits.tables! ||
      !limits.tableGrowing(0, minimum, maximum)
    ) {
      throw new RangeError(`table minimum size of ${minimum} elements exceeds table limits`);
    }
    store.take(Claim.Tables, chunkBytes(XS_SLOT_BYTES * minimum), EngineSlots.Table);
    this.elements = new Array<unknown>(minimum).fill(initial);
    store.tableCount++;
  }

  /** Elements it has. */
  get size(): number {
    return this.elements.length;
  }

  /** An element as the host has it. @throws RuntimeError out of bounds table access */
  get(index: number): unknown {
    return referenceToHost(this.at(index));
  }

  /**
   * @throws RuntimeError out of bounds table access
   * @throws TypeError when the value cannot be of the elements' type
   */
  set(index: number, value: unknown): void {
    this.put(index, referenceFromHost(value, this.type.element));
  }

  /** The instruction `table.get`. @throws RuntimeError out of bounds table access */
  at(index: number): unknown {
    const { elements } = this;
    if (index >= elements.length) throw trap(TrapCode.OutOfBoundsTableAccess);
    const element: unknown = elements[index];
    return typeof element === 'number' && this.type.element === ValueType.FuncRef
      ? this.owner!.functionAt(element)
      : element;
  }

  /** The instruction `table.set`. @throws RuntimeError out of bounds table access */
  put(index: number, value: unknown): void {
    if (index >= this.elements.length) throw trap(TrapCode.OutOfBoundsTableAccess);
    this.elements[index] = value;
  }

  /**
   * Grows by `delta` elements, each `value`.
   * @returns the size before
   * @throws RangeError when maximum or limits refuse it; nothing has changed then
   * @throws TypeError when the value cannot be of the elements' type
   */
  grow(delta: number, value: unknown): number {
    const before = this.tryGrow(delta, referenceFromHost(value, this.type.element));
    if (before < 0) throw new RangeError(`failed to grow table by \`${delta}\``);
    return before;
  }

  /**
   * The instruction `table.grow`: as {@link grow}, but −1 where that throws.
   * @throws RuntimeError growth operation limited, when the store's limits say so
   */
  tryGrow(delta: number, value: unknown): number {
    const { elements, type, store } = this;
    const before = elements.length;
    const size = before + delta;
    const { limits } = store;
    if (!limits.tableGrowing(before, size, type.maximum)) return -1;
    if (
      size > type.maximum! ||
      size > MAX_TABLE_ELEMENTS ||
      !store.claim(Claim.Tables, XS_SLOT_BYTES * delta, 0, XS_SLOT_BYTES * before)
    ) {
      limits.tableGrowFailed?.();
      return -1;
    }
    // Another array: XS would copy this one for each element that is added.
    const grown = new Array<unknown>(size).fill(value);
    for (let i = 0; i < before; i++) grown[i] = elements[i];
    this.elements = grown;
    return before;
  }

  /** @throws RuntimeError out of bounds table access; nothing has changed then */
  fill(start: number, value: unknown, count: number): void {
    if (start + count > this.elements.length) throw trap(TrapCode.OutOfBoundsTableAccess);
    this.elements.fill(value, start, start + count);
  }

  /** Copies from another table or this one. @throws RuntimeError out of bounds table access */
  copy(target: number, from: Table, source: number, count: number): void {
    if (source + count > from.elements.length || target + count > this.elements.length) {
      throw trap(TrapCode.OutOfBoundsTableAccess);
    }
    if (from === this) {
      this.elements.copyWithin(target, source, source + count);
      return;
    }
    for (let i = 0; i < count; i++) this.elements[target + i] = from.at(source + i);
  }
}

import type { Reader } from '../binary/reader.js';
import { readValueType } from '../binary/value-types.js';
import { tooMany, uninitializedLocal, unknown } from '../errors/compile-errors.js';
import { MAX_LOCALS } from '../types/maximum.js';
import { isNonNull, type ValueType } from '../types/value-type.js';
import type { LocalRun } from './function-visitor.js';

const NONE: number[] = Object.freeze([]) as unknown as number[];

/** The locals of a function, its parameters first. */
export class Locals {
  /** Adjacent locals of one type are one run, but none spans parameters and declared locals. */
  readonly runs: LocalRun[] = [];
  count = 0;
  private readonly params: number;
  /** Locals without a first value that were set, and the depths of the blocks in which they were. */
  private set: Set<number> | undefined;
  private order: number[] = NONE;
  private depths: number[] = NONE;

  constructor(params: readonly ValueType[]) {
    this.params = params.length;
    for (const type of params) {
      // Not the element -1 of none: on XS that is a name, which takes a key's RAM for good.
      if (this.count === 0 || this.runs[this.runs.length - 1]!.type !== type) {
        this.runs.push({ start: this.count, type });
      }
      this.count++;
    }
  }

  /**
   * Reads the declarations at the start of a function body.
   * https://webassembly.github.io/spec/core/binary/modules.html#code-section
   */
  read(reader: Reader): void {
    for (let left = reader.count(0xffffffff, 'locals'); left > 0; left--) {
      const offset = reader.position;
      const count = reader.u32();
      if (count > MAX_LOCALS - this.count) throw tooMany('locals', offset);
      const type = readValueType(reader);
      if (count === 0) continue;
      if (this.count === this.params || this.runs[this.runs.length - 1]!.type !== type) {
        this.runs.push({ start: this.count, type });
      }
      this.count += count;
    }
  }

  /**
   * A local that is read must have been set, if it has no first value.
   * https://webassembly.github.io/spec/core/valid/instructions.html#valid-local-get
   * @param depth of the innermost block
   */
  use(index: number, type: ValueType, isSet: boolean, depth: number, offset: number): void {
    if (!isNonNull(type) || index < this.params || this.set?.has(index) === true) return;
    if (!isSet) throw uninitializedLocal(index, offset);
    if (this.set === undefined) {
      this.set = new Set();
      this.order = [];
      this.depths = [];
    }
    this.set.add(index);
    this.order.push(index);
    this.depths.push(depth);
  }

  /** What was set in the block of the depth, which ends, is not known to be behind it. */
  leave(depth: number): void {
    const { set, order, depths } = this;
    while (depths.length > 0 && depths[depths.length - 1]! >= depth) {
      depths.pop();
      set!.delete(order.pop()!);
    }
  }

  /** @param offset of the index, for the message */
  typeOf(index: number, offset: number): ValueType {
    if (index >= this.count) throw unknown('local', index, offset);
    const { runs } = this;
    let low = 0;
    let high = runs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (runs[middle]!.start > index) high = middle - 1;
      else low = middle;
    }
    return runs[low]!.type;
  }
}

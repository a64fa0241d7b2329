import type { Reader } from '../binary/reader.js';
import { readValueType } from '../binary/value-types.js';
import { tooMany, unknown } from '../errors/compile-errors.js';
import { MAX_LOCALS } from '../types/maximum.js';
import type { ValueType } from '../types/value-type.js';
import type { LocalRun } from './function-visitor.js';

/** The locals of a function, its parameters first. */
export class Locals {
  /** Adjacent locals of one type are one run, but none spans parameters and declared locals. */
  readonly runs: LocalRun[] = [];
  count = 0;

  constructor(params: readonly ValueType[]) {
    for (; this.count < params.length; this.count++) {
      const type = params[this.count]!;
      // Not the element -1 of none: on XS that is a name, which takes a key's RAM for good.
      if (this.count === 0 || this.runs[this.runs.length - 1]!.type !== type) {
        this.runs.push({ start: this.count, type });
      }
    }
  }

  /**
   * Reads the declarations at the start of a function body.
   * https://webassembly.github.io/spec/core/binary/modules.html#code-section
   */
  read(reader: Reader): void {
    const params = this.count;
    for (let left = reader.count(0xffffffff, 'locals'); left > 0; left--) {
      const offset = reader.position;
      const count = reader.u32();
      if (count > MAX_LOCALS - this.count) throw tooMany('locals', offset);
      const type = readValueType(reader);
      if (count === 0) continue;
      if (this.count === params || this.runs[this.runs.length - 1]!.type !== type) {
        this.runs.push({ start: this.count, type });
      }
      this.count += count;
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

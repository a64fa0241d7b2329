import {
  type Implication,
  INT32,
  MAX_INT32,
  MIN_INT32,
  type Range,
  type Sum,
} from './expression.js';

/** Locals that are remembered at a time, so that joining stays cheap whatever the function is like. */
const MOST_LOCALS = 96;

/** What is known of a function's locals at one place of its code, whichever way control came there. */
export class LocalFacts {
  /** What i32 locals hold; absent where it may be anything. */
  private readonly ranges = new Map<number, Range>();
  /** f32 locals that hold no signalling NaN. */
  private readonly quiet = new Set<number>();
  /** i32 locals that are another and a constant, modulo 2^32. */
  private readonly sums = new Map<number, Sum>();

  copy(): LocalFacts {
    const copy = new LocalFacts();
    for (const [local, range] of this.ranges) copy.ranges.set(local, range);
    for (const local of this.quiet) copy.quiet.add(local);
    for (const [local, sum] of this.sums) copy.sums.set(local, sum);
    return copy;
  }

  /** Control comes here from another place, too: what both know stays. */
  meet(other: LocalFacts): void {
    for (const [local, range] of this.ranges) this.setRange(local, hull(range, other.range(local)));
    for (const local of this.quiet) if (!other.quiet.has(local)) this.quiet.delete(local);
    for (const [local, { base, offset }] of this.sums) {
      const sum = other.sums.get(local);
      if (sum?.base !== base || sum.offset !== offset) this.sums.delete(local);
    }
  }

  clear(): void {
    this.ranges.clear();
    this.quiet.clear();
    this.sums.clear();
  }

  range(local: number): Range {
    return this.ranges.get(local) ?? INT32;
  }

  isQuiet(local: number): boolean {
    return this.quiet.has(local);
  }

  /** The local is set to something of which nothing is known. */
  forget(local: number): void {
    this.ranges.delete(local);
    this.quiet.delete(local);
    this.sums.delete(local);
    for (const [other, { base }] of this.sums) if (base === local) this.sums.delete(other);
  }

  /** The i32 local is set to a value. */
  assign(local: number, range: Range, sum: Sum | undefined): void {
    this.forget(local);
    this.setRange(local, range);
    if (sum !== undefined && sum.base !== local && this.sums.size < MOST_LOCALS) {
      this.sums.set(local, sum);
    }
  }

  /** The f32 local is set to a value that is no signalling NaN. */
  assignQuiet(local: number): void {
    this.forget(local);
    if (this.quiet.size < MOST_LOCALS) this.quiet.add(local);
  }

  /** Control has come to a place only where the local is in a range. */
  learn(local: number, range: Range): void {
    this.narrow(local, range, 0);
    const sum = this.sums.get(local);
    if (sum !== undefined) this.narrow(sum.base, range, -sum.offset);
    for (const [other, { base, offset }] of this.sums) {
      if (base === local) this.narrow(other, range, offset);
    }
  }

  /** A condition was met, or was not. */
  imply(implications: readonly Implication[], isMet: boolean): void {
    for (const { local, when, unless } of implications) this.learn(local, isMet ? when : unless);
  }

  private narrow(local: number, range: Range, offset: number): void {
    const known = this.range(local);
    const [lowest, highest] = [range.least + offset, range.most + offset];
    // Beyond an int32 the local has wrapped around.
    if (lowest < MIN_INT32 || highest > MAX_INT32) return;
    const least = Math.max(known.least, lowest);
    const most = Math.min(known.most, highest);
    if (least <= most) this.setRange(local, { least, most });
  }

  private setRange(local: number, { least, most }: Range): void {
    if (least === MIN_INT32 && most === MAX_INT32) this.ranges.delete(local);
    else if (this.ranges.size < MOST_LOCALS || this.ranges.has(local)) {
      this.ranges.set(local, { least, most });
    }
  }
}

/** The smallest range with both in it. */
export function hull(a: Range, b: Range): Range {
  return { least: Math.min(a.least, b.least), most: Math.max(a.most, b.most) };
}

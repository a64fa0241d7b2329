/** Numbers that a seed repeats: mulberry32. */
export class Random {
  constructor(private state: number) {}

  /** An int32. */
  bits(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) | 0;
  }

  /** An integer from 0 to `below` − 1. */
  next(below: number): number {
    return Math.floor(((this.bits() >>> 0) / 4294967296) * below);
  }

  /** True once in `times`, on average. */
  once(times: number): boolean {
    return this.next(times) === 0;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.next(list.length)]!;
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.bits() & 0xff);
  }
}

/** A seed of its own for the k-th of a series. */
export function seedOf(seed: number, k: number): number {
  return (Math.imul(seed, 0x9e3779b1) ^ Math.imul(k + 1, 0x85ebca6b)) | 0;
}

import { Op } from '../../src/opcodes/op.js';
import { ValueType } from '../../src/types/value-type.js';
import { u32 } from './bytes.js';
import { StackPatterns } from './stack-patterns.js';

const { I32, I64, F64 } = { I32: ValueType.I32, I64: ValueType.I64, F64: ValueType.F64 } as const;

/** Where 32 bits end, where they change their sign, and near them. */
const EDGES = [
  0, 1, -1, 2, -2, 7, 100, 255, 65535, 0x7ffffffe, 0x7fffffff, -0x80000000, -0x7fffffff,
];
const STEPS = [1, 1, 1, -1, -1, 2, -2, 3, 4, -4, 7, 8, -8, 0x10000000, -0x20000000, 0x7fffffff];
const MOST_ROUNDS = 10;

type Test = (a: number, b: number) => boolean;
const TESTS: readonly (readonly [Op, Test])[] = [
  [Op.i32_eq, (a, b) => a === b],
  [Op.i32_ne, (a, b) => a !== b],
  [Op.i32_lt_s, (a, b) => a < b],
  [Op.i32_lt_u, (a, b) => a >>> 0 < b >>> 0],
  [Op.i32_gt_s, (a, b) => a > b],
  [Op.i32_gt_u, (a, b) => a >>> 0 > b >>> 0],
  [Op.i32_le_s, (a, b) => a <= b],
  [Op.i32_le_u, (a, b) => a >>> 0 <= b >>> 0],
  [Op.i32_ge_s, (a, b) => a >= b],
  [Op.i32_ge_u, (a, b) => a >>> 0 >= b >>> 0],
];

/** A loop: what its counter begins with, and on what condition there is one more round. */
interface Course {
  readonly counter: number;
  readonly start: number;
  readonly step: number;
  readonly test: Op;
  readonly bound: number;
  /** Whether the first round comes without a test. */
  readonly testsLast: boolean;
  /** What the counter is while the loop lasts. */
  readonly values: readonly number[];
}

/**
 * What shows a compiler between which numbers a local lies: loops that count, and conditions. The
 * local is then used where that matters, near the ends of its range.
 */
export abstract class StackRanges extends StackPatterns {
  /** Counters of the loops around. */
  private readonly busy: number[] = [];

  /** Code in a block without parameters or results, whose operands are its own. */
  protected abstract within(op: Op.block | Op.loop | Op.if, make: () => void): void;
  /** The other half of the `if` that is made. */
  protected abstract otherwise(): void;
  /** Any code, in a block of its own. */
  protected abstract anything(depth: number): void;

  protected override isBusy(counter: number): boolean {
    return this.busy.includes(counter);
  }

  /** A loop that ends after a few rounds, whatever its body does. */
  protected rangedLoop(depth: number): void {
    const { random, reserved } = this;
    const free = reserved.counters.filter((local) => !this.isBusy(local));
    if (free.length === 0) return;
    const course = this.course(random.pick(free));
    if (course === undefined) return;
    const { counter, start } = course;
    const outer = this.counter;
    this.busy.push(counter);
    this.i32(start);
    this.set(counter);
    this.counter = counter;
    if (course.testsLast) this.testLast(course, depth);
    else if (random.once(2)) this.testFirst(course, depth);
    else this.testIf(course, depth);
    this.counter = outer;
    this.busy.pop();
    if (random.once(2)) this.use(counter, course.values);
  }

  /** Numbers that make a loop end soon; undefined when chance finds none. */
  private course(counter: number): Course | undefined {
    const { random } = this;
    for (let tries = 0; tries < 20; tries++) {
      const step = random.pick(STEPS);
      const testsLast = random.once(2);
      const [test, holds] = random.pick(TESTS);
      const rounds = 1 + random.next(MOST_ROUNDS - 1);
      // Either end may lie at an edge.
      const edge = (random.pick(EDGES) + random.next(5) - 2) | 0;
      const other = (edge + Math.imul(random.once(2) ? step : -step, rounds) + random.next(2)) | 0;
      const [start, bound] = random.once(2) ? [edge, other] : [other, edge];
      const values = [start];
      let value = start;
      let goesOn = testsLast || holds(value, bound);
      while (goesOn && values.length <= MOST_ROUNDS) {
        value = (value + step) | 0;
        values.push(value);
        goesOn = holds(value, bound);
      }
      if (!goesOn && values.length > 1) {
        return { counter, start, step, test, bound, testsLast, values };
      }
    }
    return undefined;
  }

  private testLast(course: Course, depth: number): void {
    const { random } = this;
    const isTwice = random.once(3);
    const make = (): void => {
      this.round(course, depth);
      if (isTwice) {
        // Another way back.
        this.compared(course.counter, course.values);
        this.within(Op.if, () => {
          this.goOn(course, 1);
          this.emit(Op.br, 2);
        });
      }
      this.goOn(course, 0);
    };
    if (isTwice) this.within(Op.block, () => this.within(Op.loop, make));
    else this.within(Op.loop, make);
  }

  private testFirst(course: Course, depth: number): void {
    this.within(Op.block, () =>
      this.within(Op.loop, () => {
        this.getCounter(course.counter);
        this.test(course);
        this.apply(1, [I32], Op.i32_eqz);
        this.apply(1, [], Op.br_if, 1);
        this.round(course, depth);
        this.advance(course);
        this.emit(Op.br, 0);
      }),
    );
  }

  private testIf(course: Course, depth: number): void {
    this.within(Op.loop, () => {
      this.getCounter(course.counter);
      this.test(course);
      this.within(Op.if, () => {
        this.round(course, depth);
        this.advance(course);
        this.emit(Op.br, 1);
      });
    });
  }

  /** Advances, and goes back to the loop at a depth if there is one more round. */
  private goOn(course: Course, loop: number): void {
    if (this.random.once(2)) {
      this.advance(course);
      this.getCounter(course.counter);
    } else {
      this.sum(course);
      this.apply(1, [I32], Op.local_tee, ...u32(course.counter));
    }
    this.test(course);
    this.apply(1, [], Op.br_if, loop);
  }

  private sum({ counter, step }: Course): void {
    this.getCounter(counter);
    if (this.random.once(4)) {
      this.i32(-step | 0);
      this.apply(2, [I32], Op.i32_sub);
    } else {
      this.i32(step);
      this.apply(2, [I32], Op.i32_add);
    }
  }

  private advance(course: Course): void {
    this.sum(course);
    this.set(course.counter);
  }

  /** Whether there is one more round, of the counter on the stack. */
  private test({ bound, test }: Course): void {
    this.i32(bound);
    this.apply(2, [I32], test);
  }

  private round({ counter, values }: Course, depth: number): void {
    const { random } = this;
    for (let i = random.next(3); i >= 0; i--) this.use(counter, values);
    if (depth > 0 && random.once(4)) this.rangedLoop(depth - 1);
    if (depth > 0 && random.once(4)) this.conditions(depth - 1);
    if (depth > 0 && random.once(4)) this.anything(depth);
    if (random.once(2)) this.use(counter, values);
  }

  private set(local: number): void {
    this.apply(1, [], Op.local_set, ...u32(local));
  }

  /** A number that is one of these, or next to it. */
  private near(values: readonly number[]): number {
    const { random } = this;
    return (random.pick(values) + random.next(3) - 1) | 0;
  }

  /** Pushes whether a local is above, below or equal to something. */
  private compared(local: number, values: readonly number[]): void {
    const { random } = this;
    const [test] = random.pick(TESTS);
    const other = (): void => {
      if (random.once(4)) this.getLocal(this.localOf(I32));
      else this.i32(random.once(3) ? random.pick(EDGES) : this.near(values));
    };
    const isLeft = !random.once(4);
    if (!isLeft) other();
    this.getCounter(local);
    if (isLeft) other();
    this.apply(2, [I32], test);
    if (random.once(6)) this.apply(1, [I32], Op.i32_eqz);
  }

  /** Computes with a local, and looks at what comes of it. */
  private use(local: number, values: readonly number[]): void {
    const { random, layout } = this;
    const get = (): void => this.getCounter(local);
    switch (random.next(7)) {
      case 0:
      case 1:
        this.compared(local, values);
        break;
      case 2:
        get();
        this.i32(random.once(2) ? random.pick(EDGES) : this.near(values));
        this.apply(2, [I32], random.pick([Op.i32_add, Op.i32_sub, Op.i32_mul]));
        if (random.once(2)) {
          this.i32(random.pick(EDGES));
          this.apply(2, [I32], random.pick(TESTS)[0]);
        }
        break;
      case 3: {
        get();
        this.i32(random.pick([1, 2, 3, 7, 10, 16, 31, 255]));
        const ops = [Op.i32_shl, Op.i32_shr_s, Op.i32_shr_u, Op.i32_div_s, Op.i32_div_u];
        this.apply(2, [I32], random.pick([...ops, Op.i32_rem_s, Op.i32_rem_u, Op.i32_and]));
        break;
      }
      case 4:
        get();
        if (random.once(2)) this.apply(1, [I64], Op.i64_extend_i32_s + random.next(2));
        else this.apply(1, [F64], Op.f64_convert_i32_s + random.next(2));
        break;
      case 5: {
        const { bytes } = layout.memories[0]!;
        if (!values.every((value) => value >= 0 && value < bytes - 24) && !random.once(9)) break;
        get();
        const op = Op.i32_load + random.next(Op.i64_store32 - Op.i32_load + 1);
        this.accessAt(op, 0, random.pick([0, 0, 1, 4, 8]));
        if (op >= Op.i32_store) return;
        break;
      }
      default:
        get();
        this.getLocal(this.localOf(I32));
        this.apply(2, [I32], random.pick([Op.i32_add, Op.i32_sub, Op.i32_lt_u, Op.i32_ge_s]));
    }
    if (this.stack.length > this.base) this.observe();
  }

  /** Conditions on a local, which may be set on one way or on several. */
  protected conditions(depth: number): void {
    const { random } = this;
    const local = this.localOf(I32);
    const value = this.someValue();
    if (value !== undefined) this.set(local);
    const values = value ?? EDGES;
    switch (random.next(4)) {
      case 0:
        this.compared(local, values);
        this.within(Op.if, () => {
          this.use(local, values);
          if (depth > 0 && random.once(2)) this.conditionsOn(local, values);
          if (random.once(2)) {
            this.otherwise();
            this.use(local, values);
          }
        });
        break;
      case 1:
        this.within(Op.block, () => {
          this.compared(local, values);
          this.apply(1, [], Op.br_if, 0);
          this.conditionsOn(local, values);
          this.use(local, values);
        });
        break;
      case 2:
        this.condition();
        this.within(Op.if, () => {
          this.assign(local);
          if (random.once(2)) {
            this.otherwise();
            if (random.once(2)) this.assign(local);
            else this.use(local, values);
          }
        });
        break;
      default:
        this.conditionsOn(local, values);
    }
    this.use(local, values);
  }

  private conditionsOn(local: number, values: readonly number[]): void {
    this.compared(local, values);
    this.within(Op.if, () => {
      this.use(local, values);
      this.use(local, values);
    });
  }

  private assign(local: number): void {
    const { random } = this;
    if (this.someValue() === undefined) {
      this.getCounter(local);
      this.i32(random.pick([1, -1, 4, 0x7fffffff]));
      this.apply(2, [I32], random.pick([Op.i32_add, Op.i32_sub]));
    }
    this.set(local);
  }

  /** Pushes an i32 of which something is known, and returns some that it may be; or does nothing. */
  private someValue(): readonly number[] | undefined {
    const { random } = this;
    switch (random.next(6)) {
      case 0: {
        const value = random.pick(EDGES);
        this.i32(value);
        return [value];
      }
      case 1: {
        const mask = random.pick([1, 7, 255, 0xffff, 0x7fffffff]);
        this.getLocal(this.localOf(I32));
        this.i32(mask);
        this.apply(2, [I32], Op.i32_and);
        return [0, 1, mask];
      }
      case 2: {
        const load = random.pick([
          Op.i32_load8_u,
          Op.i32_load8_s,
          Op.i32_load16_u,
          Op.i32_load16_s,
        ]);
        this.i32(random.next(100));
        this.accessAt(load, 0, 0);
        return [0, 127, 128, 255, -128, 65535];
      }
      case 3:
        this.getLocal(this.localOf(I32));
        this.i32(random.pick([1, 24, 31]));
        this.apply(2, [I32], random.pick([Op.i32_shr_u, Op.i32_shr_s]));
        return [0, 1, -1, 127, 255];
      default:
        return undefined;
    }
  }
}

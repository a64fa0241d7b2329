import { Op } from '../../src/opcodes/op.js';
import { ValueType } from '../../src/types/value-type.js';
import { s64, u32, vector } from './bytes.js';
import { COUNTER_START, NUMBERS, REFERENCES, someTypes } from './stack-layout.js';
import { StackRanges } from './stack-ranges.js';

interface Block {
  readonly loop: boolean;
  readonly results: readonly ValueType[];
  /** What a branch to it takes with it. */
  readonly label: readonly ValueType[];
  readonly base: number;
}

const same = (a: readonly ValueType[], b: readonly ValueType[]): boolean =>
  a.length === b.length && a.every((type, i) => type === b[i]);

/** The body of one function. */
export class StackBody extends StackRanges {
  private readonly blocks: Block[] = [];
  /** Instructions that may still be made, roughly. */
  private budget = 0;
  /** The function's own index less the imports'. */
  private own = 0;

  protected override get base(): number {
    return this.blocks[this.blocks.length - 1]?.base ?? 0;
  }

  /** Locals and code, as the code section has them. */
  make(own: number): number[] {
    const { random, signature, code } = this;
    this.own = own;
    // Half of them small enough for what compiles on a board.
    this.budget = random.once(2)
      ? 3 + random.next(14)
      : 10 + random.next(random.once(6) ? 500 : 90);
    this.blocks.push({
      loop: false,
      results: signature.results,
      label: signature.results,
      base: 0,
    });
    const runs: number[][] = [];
    const declare = (count: number, type: ValueType): void => {
      runs.push([...u32(count), type]);
      for (let i = 0; i < count; i++) this.locals.push(type);
    };
    // One frame in six is wide or nearly so.
    const many = random.once(6) ? 230 + random.next(90) : random.next(3);
    if (many > 0) declare(many, random.pick(NUMBERS));
    for (const type of [...NUMBERS, ...REFERENCES]) declare(1 + random.next(2), type);
    runs.push(...this.reserveLocals());
    this.countDown();
    this.sequence(random.once(12) ? 9 : 4);
    this.flush();
    this.emit(Op.end);
    return [...vector(runs), ...code];
  }

  private reserveLocals(): number[][] {
    const at = this.locals.length;
    this.reserved = {
      clean: { [ValueType.F32]: at, [ValueType.F64]: at + 2 },
      scratch: { [ValueType.F32]: at + 1, [ValueType.F64]: at + 3, [ValueType.I64]: at + 4 },
      sum: at + 5,
      counters: [at + 6, at + 7, at + 8],
    };
    this.locals.length += 9;
    return [
      [2, ValueType.F32],
      [2, ValueType.F64],
      [1, ValueType.I64],
      [4, ValueType.I32],
    ];
  }

  /** Traps when the module has run long enough. */
  private countDown(): void {
    const counter = u32(this.layout.counter);
    this.emit(Op.global_get, ...counter);
    this.emit(Op.i32_eqz);
    this.emit(Op.if, 0x40);
    this.emit(Op.i32_const, ...s64(BigInt(COUNTER_START)));
    this.emit(Op.global_set, ...counter);
    this.emit(Op.unreachable);
    this.emit(Op.end);
    this.emit(Op.global_get, ...counter);
    this.emit(Op.i32_const, 0x7f);
    this.emit(Op.i32_add);
    this.emit(Op.global_set, ...counter);
  }

  /** Instructions of a block, up to its end, with its results on the stack. */
  private sequence(depth: number): void {
    const { random, stack } = this;
    const { results, loop, base } = this.blocks[this.blocks.length - 1]!;
    for (let steps = 1 + random.next(depth * 6); steps > 0 && this.budget > 0; steps--) {
      this.budget--;
      if (!this.step(depth)) {
        this.unreachableCode();
        stack.length = base;
        stack.push(...results);
        return;
      }
    }
    if (stack.length === base + results.length && this.endsWith(results)) return;
    if (random.once(2)) {
      // What lies below the results is left behind.
      this.want(results);
      if (!loop) this.emit(Op.br, 0);
      else if (stack.length !== base + results.length) {
        this.dropAll();
        results.forEach((type) => this.push(type));
      }
    } else {
      this.dropAll();
      this.want(results);
    }
    stack.length = base;
    stack.push(...results);
  }

  /** @returns whether what follows is reachable */
  private step(depth: number): boolean {
    const { random } = this;
    const choice = random.next(100);
    if (choice < 20) this.numeric();
    else if (choice < 29) this.setLocal();
    else if (choice < 35) this.getValue();
    else if (choice < 39) this.setGlobal();
    else if (choice < 42) this.access();
    else if (choice < 60) this.pattern(depth);
    else if (choice < 61) this.memory();
    else if (choice < 63) this.table();
    else if (choice < 67) this.select();
    else if (choice < 68) this.drop();
    else if (choice < 69) this.pile();
    else if (choice < 74) this.call();
    else if (choice < 86) {
      if (depth > 0) this.block(depth);
    } else if (choice < 96) this.branchIf();
    else return this.leave(random.next(7));
    return true;
  }

  private pattern(depth: number): void {
    switch (this.random.next(depth > 0 ? 23 : 18)) {
      case 0:
        this.moveFloat();
        break;
      case 1:
        this.smallFloats();
        break;
      case 2:
        this.accesses();
        break;
      case 3:
      case 4:
        this.interleave();
        break;
      case 5:
        this.stale();
        break;
      case 6:
      case 7:
      case 8:
        this.updates();
        break;
      case 9:
      case 10:
      case 11:
        this.conditions(depth);
        break;
      case 12:
      case 13:
      case 14:
      case 15:
        this.edges();
        break;
      case 16:
      case 17:
        this.halves();
        break;
      case 18:
      case 19:
        this.countedLoop(depth);
        break;
      default:
        this.rangedLoop(depth);
    }
  }

  protected override inner(op: Op.block | Op.loop, depth: number, end: () => void): void {
    const base = this.stack.length;
    this.emit(op, 0x40);
    this.blocks.push({ loop: op === Op.loop, results: [], label: [], base });
    if (op === Op.loop) this.countDown();
    this.sequence(depth - 1);
    end();
    this.emit(Op.end);
    this.blocks.pop();
    this.stack.length = base;
  }

  protected override within(op: Op.block | Op.loop | Op.if, make: () => void): void {
    if (op === Op.if) this.stack.length--;
    const base = this.stack.length;
    this.emit(op, 0x40);
    this.blocks.push({ loop: op === Op.loop, results: [], label: [], base });
    make();
    this.emit(Op.end);
    this.blocks.pop();
    this.stack.length = base;
  }

  protected override otherwise(): void {
    this.emit(Op.else);
  }

  protected override anything(depth: number): void {
    this.inner(Op.block, depth, () => {});
  }

  private typeIndex(params: readonly ValueType[], results: readonly ValueType[]): number {
    const { types } = this.layout;
    const found = types.findIndex(
      (type) => same(type.params, params) && same(type.results, results),
    );
    if (found >= 0) return found;
    return types.push({ params, results }) - 1;
  }

  private block(depth: number): void {
    const { random, stack } = this;
    const kind = random.next(4);
    if (kind >= 2) this.condition();
    const reach = stack.length - this.base - (kind >= 2 ? 1 : 0);
    const count = Math.min(random.next(4), reach);
    if (kind >= 2) stack.pop();
    const params = stack.slice(stack.length - count);
    // Many without results, and an `if` without `else` returns its parameters.
    const bare = kind === 2;
    const results = bare ? params : random.once(2) ? [] : someTypes(random, random.once(9) ? 9 : 2);
    const short = params.length === 0 && results.length < 2 && random.once(2);
    const type = short ? [results[0] ?? 0x40] : s64(BigInt(this.typeIndex(params, results)));
    const op = kind === 0 ? Op.block : kind === 1 ? Op.loop : Op.if;
    this.emit(op, ...type);
    const block: Block = {
      loop: op === Op.loop,
      results,
      label: op === Op.loop ? params : results,
      base: stack.length - count,
    };
    this.blocks.push(block);
    if (op === Op.loop) this.countDown();
    this.sequence(depth - 1);
    if (kind === 3) {
      this.emit(Op.else);
      stack.length = block.base;
      stack.push(...params);
      this.sequence(depth - 1);
    }
    this.emit(Op.end);
    this.blocks.pop();
    stack.length = block.base;
    stack.push(...results);
  }

  private label(depth: number): readonly ValueType[] {
    return this.blocks[this.blocks.length - 1 - depth]!.label;
  }

  private branchIf(): void {
    const depth = this.random.next(this.blocks.length);
    this.want(this.label(depth));
    this.beside(() => this.condition());
    this.apply(1, [], Op.br_if, ...u32(depth));
  }

  /** Leaves the block for good. @returns false, for what follows is unreachable */
  private leave(kind: number): boolean {
    const { random, blocks, signature, layout } = this;
    if (random.once(2)) this.flush();
    switch (kind) {
      case 0: {
        const depth = random.next(blocks.length);
        this.want(this.label(depth));
        this.emit(Op.br, ...u32(depth));
        return false;
      }
      case 1:
        this.want(signature.results);
        this.emit(Op.return);
        return false;
      case 2: {
        const types = this.label(random.next(blocks.length));
        const depths = [...blocks.keys()].filter((depth) => same(this.label(depth), types));
        this.want(types);
        this.push(ValueType.I32);
        if (random.once(2)) {
          this.i32(7);
          this.apply(2, [ValueType.I32], Op.i32_and);
        }
        const count = random.next(random.once(4) ? 40 : 6);
        const targets = Array.from({ length: count }, () => u32(random.pick(depths)));
        this.emit(Op.br_table, ...vector(targets), ...u32(random.pick(depths)));
        return false;
      }
      case 3:
      case 4: {
        const fitting = [...layout.functions.keys()].filter((index) =>
          same(layout.types[layout.functions[index]!]!.results, signature.results),
        );
        if (fitting.length === 0) return true;
        const index = random.pick(fitting);
        if (kind === 4) this.indirect(index, Op.return_call_indirect);
        else {
          this.want(layout.types[layout.functions[index]!]!.params);
          this.emit(Op.return_call, ...u32(index));
        }
        return false;
      }
      default:
        return true;
    }
  }

  protected override call(): void {
    const { random, layout } = this;
    const { functions, imports, types } = layout;
    const last = functions.length - 1;
    const self = imports + this.own;
    // Mostly functions further on, so that few recursions end only at the counter.
    const index =
      random.once(6) || self === last
        ? random.next(random.once(3) ? functions.length : imports)
        : self + 1 + random.next(last - self);
    if (random.once(3)) {
      this.indirect(index, Op.call_indirect);
      return;
    }
    const { params, results } = types[functions[index]!]!;
    this.want(params);
    this.apply(params.length, results, Op.call, ...u32(index));
  }

  /** Through a table, in which the function is put before. */
  private indirect(index: number, op: Op.call_indirect | Op.return_call_indirect): void {
    const { random, layout } = this;
    const { types, functions } = layout;
    const { params, results } = types[functions[index]!]!;
    const table = random.next(2);
    const element = random.next(8);
    this.want(params);
    if (!random.once(12)) {
      this.i32(element);
      this.apply(0, [ValueType.FuncRef], Op.ref_func, ...u32(index));
      this.apply(2, [], Op.table_set, table);
    }
    const equal = [...types.keys()].filter(
      (type) => same(types[type]!.params, params) && same(types[type]!.results, results),
    );
    this.i32(element);
    this.apply(params.length + 1, results, op, ...u32(random.pick(equal)), table);
  }

  /** Code that is valid because it is unreachable: its operands come from nowhere. */
  private unreachableCode(): void {
    const { random } = this;
    if (random.once(3)) {
      this.emit(Op.i32_const, 5);
      this.emit(Op.i32_mul);
      this.emit(Op.drop);
    }
    if (random.once(3)) {
      this.emit(Op.select);
      this.emit(Op.drop);
    }
    if (random.once(4)) {
      this.emit(Op.block, 0x40);
      this.emit(Op.unreachable);
      this.emit(Op.br, random.next(this.blocks.length + 1));
      this.emit(Op.end);
    }
    if (random.once(2)) this.emit(Op.unreachable);
  }
}

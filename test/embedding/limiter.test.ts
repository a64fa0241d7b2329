/** What is asked before guests get RAM: limits of a store, a limiter of the program's, budgets. */
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { describe, expect, it, vi } from 'vitest';
import {
  Budget,
  BudgetExceeded,
  Config,
  Engine,
  Instance,
  Linker,
  Memory,
  MemoryType,
  Module,
  type ResourceLimiter,
  RuntimeError,
  Store,
  StoreLimits,
  Table,
  TableType,
  totalUsage,
} from '../../src/index.js';

const GROWING =
  await parse(`(module (memory (export "m") 100 1000 (pagesize 1)) (table (export "t") 2 20 funcref)
  (func $f (export "memory") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "table") (param i32) (result i32) (table.grow (ref.null func) (local.get 0)))
  (func (export "recurse") (call 2))
  (elem declare func $f) (func (export "function") (table.set (i32.const 0) (ref.func $f))))`);

function make(limiter?: ResourceLimiter, config = new Config()) {
  const engine = new Engine(config.strategy('interpreter'));
  const module = new Module(engine, GROWING);
  return { engine, module, store: new Store(engine, limiter) };
}

/** What a store or a module holds, in all. */
function held(store: Store | Module): number {
  return totalUsage(store.memoryUsage());
}

/** What is thrown. */
function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('a limiter', () => {
  const recording = (answer: boolean) => {
    const asked: unknown[] = [];
    const limiter: ResourceLimiter = {
      memoryGrowing: (...args) => (asked.push(['memory', ...args]), answer),
      tableGrowing: (...args) => (asked.push(['table', ...args]), answer),
      memoryGrowFailed: vi.fn(),
      tableGrowFailed: vi.fn(),
    };
    return { asked, limiter };
  };

  it('is asked before memories and tables are made and grow, in bytes and elements', () => {
    const { asked, limiter } = recording(true);
    const { module, store } = make(limiter);
    const instance = new Instance(store, module);
    expect([instance.call('memory', 50), instance.call('table', 3)]).toEqual([100, 2]);
    expect(asked).toEqual([
      ['memory', 0, 100, 1000],
      ['table', 0, 2, 20],
      ['memory', 100, 150, 1000],
      ['table', 2, 5, 20],
    ]);
  });

  it('is asked in bytes where pages are large, and of memories without a maximum', () => {
    const { asked, limiter } = recording(true);
    const { store } = make(limiter);
    const memory = new Memory(store, MemoryType.builder().min(1).build());
    memory.grow(2);
    new Table(store, TableType.of('externref', 3));
    expect(asked).toEqual([
      ['memory', 0, 65536, undefined],
      ['memory', 65536, 3 * 65536, undefined],
      ['table', 0, 3, undefined],
    ]);
  });

  it('refuses growth with −1, and is not told that what it refused failed', () => {
    const { limiter } = recording(true);
    const { module, store } = make(limiter);
    const instance = new Instance(store, module);
    limiter.memoryGrowing = limiter.tableGrowing = () => false;
    const before = held(store);
    expect([instance.call('memory', 1), instance.call('table', 1)]).toEqual([-1, -1]);
    expect([instance.getMemory('m')!.dataSize, instance.getTable('t')!.size]).toEqual([100, 2]);
    expect(held(store)).toBe(before);
    expect(limiter.memoryGrowFailed).not.toHaveBeenCalled();
    expect(limiter.tableGrowFailed).not.toHaveBeenCalled();
  });

  it('is told of growth that fails beyond the maximum', () => {
    const { limiter, asked } = recording(true);
    const { module, store } = make(limiter);
    const instance = new Instance(store, module);
    expect([instance.call('memory', 901), instance.call('table', 19)]).toEqual([-1, -1]);
    expect(asked.slice(2)).toEqual([
      ['memory', 100, 1001, 1000],
      ['table', 2, 21, 20],
    ]);
    expect(limiter.memoryGrowFailed).toHaveBeenCalledOnce();
    expect(limiter.tableGrowFailed).toHaveBeenCalledOnce();
  });

  it('may trap, and may refuse instances', () => {
    const { limiter } = recording(false);
    const { module, store } = make({ ...limiter, memories: 1 });
    expect(() => new Instance(store, module)).toThrow(
      'memory minimum size of 100 pages exceeds memory limits',
    );
    const error = new RuntimeError('no more for you');
    const trapping = make({
      memoryGrowing: (current) => {
        if (current > 0) throw error;
        return true;
      },
      tableGrowing: () => true,
    });
    const instance = new Instance(trapping.store, trapping.module);
    expect(thrown(() => instance.call('memory', 1))).toBe(error);
  });
});

describe('StoreLimits.totalBytes', () => {
  it('bounds all that a store holds, and says what was asked and what is left', () => {
    const free = make();
    new Instance(free.store, free.module);
    const one = held(free.store);
    const empty = held(new Store(free.engine));
    const { store, module } = make(StoreLimits.builder().totalBytes(one).build());
    new Instance(store, module);
    const error = thrown(() => new Instance(store, module)) as BudgetExceeded;
    expect(error).toBeInstanceOf(BudgetExceeded);
    expect(error).toBeInstanceOf(RangeError);
    expect([error.name, error.asked, error.left]).toEqual(['BudgetExceeded', 48, 0]);
    expect(error.message).toBe(
      `48 bytes are asked for, 0 are left: the store holds ${one} of ${one}`,
    );
    expect(one - empty).toBe(48 + 16 + 160 + 108 + 48 + 24 + 112 + 40 + 64 * 16);
  });

  it('refuses growth with −1 and all else with a trap, and the guest goes on', () => {
    const free = make();
    new Instance(free.store, free.module);
    const { store, module } = make(
      StoreLimits.builder()
        .totalBytes(held(free.store) + 60)
        .build(),
    );
    const instance = new Instance(store, module);
    for (const [name, amount] of [
      ['memory', 61],
      ['table', 4],
    ] as const)
      expect(instance.call(name, amount)).toBe(-1);
    for (const name of ['recurse', 'function']) {
      const error = thrown(() => instance.call(name)) as RuntimeError;
      expect([error.constructor, error.message]).toEqual([
        RuntimeError,
        'growth operation limited',
      ]);
    }
    expect([instance.call('table', 1), instance.call('memory', 44)]).toEqual([2, 100]);
    expect(instance.call('memory', 1)).toBe(-1);
  });

  it('is refused a number that is none', () => {
    expect(() => StoreLimits.builder().totalBytes(-1)).toThrow('StoreLimits.totalBytes: -1');
  });
});

describe('an instantiation that fails', () => {
  const engine = new Engine();
  it.each([
    ['for want of a second memory', '(memory 10 (pagesize 1)) (memory 100000 (pagesize 1))'],
    ['for want of a table', '(memory 10 (pagesize 1)) (table 5000 funcref)'],
    ['by a segment', '(memory 10 (pagesize 1)) (data (i32.const 9) "ab")'],
    [
      'in its start function, which has grown',
      `(memory 10 (pagesize 1)) (table 1 funcref)
        (func $s (drop (memory.grow (i32.const 100))) (drop (table.grow (ref.null func) (i32.const 9)))
          unreachable) (start $s)`,
    ],
  ])('%s gives back what it took', async (_, text) => {
    const store = new Store(engine, StoreLimits.builder().totalBytes(20_000).build());
    const module = new Module(engine, await parse(`(module ${text})`));
    const before = store.memoryUsage();
    for (let i = 0; i < 3; i++) expect(() => new Instance(store, module)).toThrow();
    // The stack stays as large as it was needed.
    expect({ ...store.memoryUsage(), valueStack: 0 }).toEqual({ ...before, valueStack: 0 });
    expect([store.instanceCount, store.memoryCount, store.tableCount]).toEqual([0, 0, 0]);
  });

  it('stays counted where somebody else may refer to it', async () => {
    const store = new Store(engine);
    const table = new Table(store, TableType.of('funcref', 1));
    const module = new Module(
      engine,
      await parse(`(module (import "a" "t" (table 1 funcref)) (memory 10 (pagesize 1)) (func $f)
        (elem (i32.const 0) $f) (data (i32.const 9) "ab"))`),
    );
    const before = held(store);
    expect(() => new Instance(store, module, [table])).toThrow('out of bounds');
    expect(table.get(0)).not.toBeNull();
    expect(held(store)).toBeGreaterThan(before + 200);
    expect(store.instanceCount).toBe(1);
  });
});

describe('a budget', () => {
  const shared = (totalBytes: number) => {
    const budget = new Budget({ totalBytes });
    return { budget, ...make(undefined, new Config().budget(budget)) };
  };

  it('is shared by the stores of an engine, and says who holds it', () => {
    const { budget, engine, store, module } = shared(12_000);
    const greedy = new Store(engine);
    new Memory(greedy, MemoryType.builder().min(5000).pageSizeLog2(0).build());
    new Instance(store, module);
    expect(budget.used).toBe(held(store) + held(greedy) + held(module));
    expect(budget.holders()).toEqual([
      { name: 'module 1', bytes: held(module) },
      { name: 'store 1', bytes: held(store) },
      { name: 'store 2', bytes: held(greedy) },
    ]);
    const type = MemoryType.builder().min(4000).pageSizeLog2(0).build();
    const error = thrown(() => new Memory(store, type)) as BudgetExceeded;
    expect(error).toBeInstanceOf(BudgetExceeded);
    expect([error.asked, error.left]).toEqual([4168, budget.left]);
    expect(error.message).toBe(
      `4168 bytes are asked for, ${budget.left} are left: ` +
        `store 2 holds ${held(greedy)}, store 1 holds ${held(store)}, ` +
        `module 1 holds ${held(module)}, others 0`,
    );
    expect(budget.left).toBe(12_000 - budget.used);
  });

  it('refuses growth with −1, stack with a trap, stores with an error', () => {
    const { budget, module, store } = shared(5068);
    const instance = new Instance(store, module);
    expect(instance.call('memory', 900)).toBe(-1);
    expect(() => instance.call('recurse')).toThrow('growth operation limited');
    const { used } = budget;
    expect(thrown(() => new Memory(store, MemoryType.builder().min(1).build()))).toBeInstanceOf(
      BudgetExceeded,
    );
    expect(budget.used).toBe(used);
    // The memory is copied when it grows.
    expect(instance.call('memory', budget.left - 99)).toBe(-1);
    expect(instance.call('memory', budget.left - 100)).toBe(100);
    expect(budget.left).toBe(100);
  });

  it('gets back what a store held, once, and the store is refused everything', () => {
    const { budget, engine, module, store } = shared(10_000);
    const { used } = budget;
    const other = new Store(engine);
    const instance = new Instance(other, module);
    budget.release(other);
    budget.release(other);
    expect([budget.used, budget.holders().length]).toEqual([used, 2]);
    expect(instance.call('memory', 1)).toBe(-1);
    expect(() => new Instance(other, module)).toThrow(BudgetExceeded);
    new Instance(store, module);
  });

  it('gets back what a failed instantiation took', async () => {
    const { budget, engine, store } = shared(10_000);
    const linker = new Linker(engine);
    const module = new Module(
      engine,
      await parse('(module (memory 100 (pagesize 1)) (memory 90000 (pagesize 1)))'),
    );
    const { used } = budget;
    expect(() => linker.instantiate(store, module)).toThrow(BudgetExceeded);
    expect(budget.used).toBe(used);
  });

  it('holds modules, with what their functions take that are compiled, until they are given back', async () => {
    const budget = new Budget({ totalBytes: 20_000 });
    const engine = new Engine(new Config().budget(budget).strategy('compiler'));
    const bytes = await parse('(module (func (export "f") (result i32) (i32.const 7)))');
    const module = new Module(engine, bytes);
    const { used } = budget;
    expect(used).toBe(held(module));
    const store = new Store(engine);
    new Instance(store, module).call('f');
    expect(held(module)).toBeGreaterThan(used + 90);
    expect(budget.used).toBe(held(module) + held(store));
    budget.release(module);
    expect(budget.used).toBe(held(store));
  });

  it('is asked before a module is loaded, an image too, and refuses it', async () => {
    const bytes = await parse('(module (func (export "f") (result i32) (i32.const 7)))');
    for (const strategy of ['interpreter', 'compiler'] as const) {
      const image = new Engine(new Config().strategy(strategy)).precompileModule(bytes);
      for (const copies of [0, 1]) {
        const budget = new Budget({ totalBytes: 2300 + copies * 6000 });
        const engine = new Engine(new Config().budget(budget).strategy(strategy));
        const load = [() => new Module(engine, bytes), () => Module.deserialize(engine, image)];
        for (const each of load) {
          if (copies === 1) expect(each()).toBeInstanceOf(Module);
          else expect(each).toThrow(BudgetExceeded);
        }
        expect(budget.holders().length).toBe(2 * copies);
      }
    }
  });

  it('is refused numbers that are none', () => {
    expect(() => new Budget({ totalBytes: NaN })).toThrow(RangeError);
    expect(() => new Budget({ reserve: { slots: -1, chunkBytes: 0 } })).toThrow(RangeError);
  });
});

describe('compiled code', () => {
  it('is asked for before the parser gets it, and functions stay interpreted without', async () => {
    const text = '(module (func (export "f") (result i32) (i32.const 7)))';
    const bytes = await parse(text);
    for (const granted of [true, false]) {
      const asked: (readonly [slots: number, chunks: number, copied: number])[] = [];
      const budget = {
        open: () => undefined,
        load: () => undefined,
        room: () => undefined,
        hold: () => undefined,
        refusal: () => new Error('not asked for'),
        claim(slots: number, chunks: number, copied: number, store?: object): boolean {
          if (store === undefined) asked.push([slots, chunks, copied]);
          return store !== undefined || granted;
        },
      };
      const engine = new Engine(new Config().strategy('compiler').budget(budget));
      const module = new Module(engine, bytes);
      const before = module.memoryUsage().code;
      const instance = new Instance(new Store(engine), module);
      expect([instance.call('f'), instance.call('f')]).toEqual([7, 7]);
      expect('f0' in module.methods!).toBe(granted);
      // What writing its text takes for a moment, and what stays of it.
      const [writing, written, compiled] = asked;
      expect(writing![0] > 500 && writing![2] > 2000).toBe(true);
      expect(asked.length).toBe(granted ? 3 : 1);
      if (granted) expect(written).toEqual([-writing![0], 0, 0]);
      expect(module.memoryUsage().code - before).toBe(granted ? compiled![1] : 0);
      if (granted) expect(Math.min(compiled![1], compiled![2])).toBeGreaterThan(50);
    }
  });
});

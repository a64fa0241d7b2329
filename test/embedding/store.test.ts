/** The embedder's API: fuel, limits, traps, and that what is beside a trap goes on. */
import { describe, expect, it } from 'vitest';
import {
  Config,
  Engine,
  FunctionType,
  Global,
  GlobalType,
  HostFunc,
  Instance,
  LinkError,
  Linker,
  Memory,
  MemoryType,
  Module,
  RuntimeError,
  Store,
  StoreLimits,
  Table,
  TableType,
} from '../../src/index.js';
import { wat } from '../validation/wat.js';

function make(text: string, config = new Config(), limits?: StoreLimits) {
  const engine = new Engine(config);
  const store = new Store(engine, limits);
  const module = new Module(engine, wat(`(module ${text})`));
  return { engine, store, module, linker: new Linker(engine) };
}

describe('fuel', () => {
  const GUEST = `(memory 1)
    (func (export "spin") (loop $l (br $l)))
    (func (export "three") (result i32) (i32.add (i32.const 1) (i32.const 2)))
    (func (export "fill") (param i32) (memory.fill (i32.const 0) (i32.const 1) (local.get 0)))
    (func (export "loop") (param i32) (result i32)
      (loop $l (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))) (local.get 0))`;
  const fueled = () => {
    const made = make(GUEST, new Config().consumeFuel(true));
    return { ...made, instance: new Instance(made.store, made.module) };
  };

  it('is none at first, and what is asked for in vain is not taken', () => {
    const { store, instance } = fueled();
    expect(store.getFuel()).toBe(0);
    expect(() => instance.call('three')).toThrow('all fuel consumed by WebAssembly');
    store.setFuel(2);
    expect(() => instance.call('three')).toThrow('all fuel consumed by WebAssembly');
    expect(store.getFuel()).toBe(2);
    store.setFuel(3);
    expect(instance.call('three')).toBe(3);
    expect(store.getFuel()).toBe(0);
  });

  it('counts each instruction, as Wasmtime does, and the bytes of bulk ones', () => {
    const { store, instance } = fueled();
    store.setFuel(1000);
    instance.call('loop', 10);
    // Ten times get, const, sub, tee, br_if, then one get.
    expect(store.getFuel()).toBe(1000 - 51);
    instance.call('fill', 500);
    expect(store.getFuel()).toBe(1000 - 51 - 4 - 500);
    expect(() => instance.call('fill', 5000)).toThrow('all fuel consumed');
  });

  it('stops a runaway loop, and the instance and its neighbour go on', () => {
    const { store, module, instance } = fueled();
    const neighbour = new Instance(store, module);
    store.setFuel(10_000);
    expect(() => instance.call('spin')).toThrow(RuntimeError);
    store.setFuel(100);
    expect([instance.call('three'), neighbour.call('three')]).toEqual([3, 3]);
  });

  it('is refused where the engine does not count it', () => {
    const { store } = make('');
    expect(() => store.getFuel()).toThrow('fuel is not configured in this store');
    expect(() => store.setFuel(1)).toThrow('fuel is not configured in this store');
    const fuel = new Store(new Engine(new Config().consumeFuel(true)));
    for (const wrong of [-1, 1.5, NaN, 2 ** 53])
      expect(() => fuel.setFuel(wrong)).toThrow(RangeError);
  });
});

describe('the stack', () => {
  const GUEST = `(import "env" "host" (func $host (param i32) (result i32)))
    (func $down (export "recurse") (param i32) (result i32)
      (i32.add (call $down (i32.add (local.get 0) (i32.const 1))) (i32.const 1)))
    (func (export "reenter") (param i32) (result i32)
      (i32.add (i32.const 1000) (call $host (local.get 0))))`;

  it('traps runaway recursion at its limit, grows before, and can be used afterwards', () => {
    const { store, module, linker } = make(GUEST, new Config().maxStackSize(65536));
    linker.func('env', 'host', (x) => x);
    const [first, second] = [linker.instantiate(store, module), linker.instantiate(store, module)];
    for (let i = 0; i < 3; i++) {
      expect(() => first.call('recurse', 0)).toThrow('call stack exhausted');
      expect([first.call('reenter', 1), second.call('reenter', 2)]).toEqual([1001, 1002]);
    }
  });

  it('is shared by guests that call each other through the host', () => {
    const { store, module, linker } = make(GUEST);
    const calls: number[] = [];
    const host = (x: number): unknown => {
      calls.push(x);
      return x < 5 ? instance.call('reenter', x + 1) : x;
    };
    linker.func('env', 'host', host);
    const instance: Instance = linker.instantiate(store, module);
    expect(instance.call('reenter', 0)).toBe(6005);
    expect(calls).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('bounds calls back into the host', () => {
    const { store, module, linker } = make(GUEST, new Config().maxHostDepth(3));
    let deepest = 0;
    linker.func('env', 'host', (x: number) => {
      deepest = x;
      return instance.call('reenter', x + 1);
    });
    const instance: Instance = linker.instantiate(store, module);
    expect(() => instance.call('reenter', 0)).toThrow('call stack exhausted');
    expect(deepest).toBe(2);
  });

  it('lets errors of the host pass unchanged, RangeErrors too, and a host may catch a trap', () => {
    const { store, module, linker } = make(GUEST);
    const errors = [new RangeError('mine'), 'a string', undefined];
    let next: unknown;
    linker.func('env', 'host', (x: number) => {
      if (x === 7) {
        expect(() => instance.call('recurse', 0)).toThrow('call stack exhausted');
        return 8;
      }
      throw next;
    });
    const instance: Instance = linker.instantiate(store, module);
    for (next of errors) {
      let caught: unknown = 'nothing';
      try {
        instance.call('reenter', 0);
      } catch (error) {
        caught = error;
      }
      expect(caught).toBe(next);
    }
    expect(instance.call('reenter', 7)).toBe(1008);
  });

  it('sees the memory that grew while a host function ran, or another instance', () => {
    const { engine, store, linker } = make('');
    linker.func('env', 'host', () => void memory().grow(1));
    const owner = linker.instantiate(
      store,
      new Module(
        engine,
        wat(`(module (import "env" "host" (func $host)) (memory (export "memory") 1)
          (func $grow (export "grow") (drop (memory.grow (i32.const 1))))
          (func (export "throughHost") (param i32) (result i32)
            (i32.store (i32.const 0) (i32.const 7)) (call $host)
            (i32.store (local.get 0) (i32.load (i32.const 0))) (i32.load (local.get 0))))`),
      ),
    );
    const memory = (): Memory => owner.getMemory('memory')!;
    linker.instance('owner', owner);
    const other = linker.instantiate(
      store,
      new Module(
        engine,
        wat(`(module (import "owner" "grow" (func $grow)) (import "owner" "memory" (memory 1))
          (func (export "throughInstance") (param i32) (result i32)
            (call $grow)
            (i32.store (local.get 0) (i32.load (i32.const 0))) (i32.load (local.get 0))))`),
      ),
    );
    expect(owner.call('throughHost', 65536)).toBe(7);
    expect(other.call('throughInstance', 2 * 65536)).toBe(7);
    expect(memory().size).toBe(3);
  });

  it('survives arguments whose conversion calls guests', () => {
    const { store, module, linker } = make(GUEST);
    linker.func('env', 'host', (x) => x);
    const instance = linker.instantiate(store, module);
    const sly = { valueOf: () => instance.call('reenter', 41) };
    expect(instance.call('reenter', sly)).toBe(2041);
  });
});

describe('instances', () => {
  it('call each other without JavaScript between, to any depth, and trap through', () => {
    const engine = new Engine(new Config().maxStackSize(8 << 20));
    const store = new Store(engine);
    const table = new Table(store, TableType.of('funcref', 2));
    const module = new Module(
      engine,
      wat(`(module (type $t (func (param i32) (result i32)))
        (import "env" "table" (table 2 funcref)) (import "env" "me" (global $me i32))
        (memory 1)
        (func $f (type $t)
          (if (i32.eqz (local.get 0)) (then (return (i32.load (global.get $me)))))
          (i32.add (i32.const 1)
            (call_indirect (type $t) (i32.sub (local.get 0) (i32.const 1))
              (i32.sub (i32.const 1) (global.get $me)))))
        (elem declare func $f)
        (func (export "join") (table.set (global.get $me) (ref.func $f))
          (i32.store (global.get $me) (global.get $me)))
        (func (export "f") (type $t) (call $f (local.get 0)))
        (func (export "tail") (type $t)
          (if (i32.eqz (local.get 0)) (then (return (global.get $me))))
          (return_call_indirect (type $t) (i32.sub (local.get 0) (i32.const 1)) (global.get $me))))`),
    );
    const [even, odd] = [0, 1].map((me) => {
      const globals = new Global(GlobalType.of('i32'), me);
      const instance = new Instance(store, module, [table, globals]);
      instance.call('join');
      return instance;
    }) as [Instance, Instance];
    expect([even.call('f', 0), even.call('f', 1), odd.call('f', 20_000)]).toEqual([0, 2, 20_001]);
    table.set(1, null);
    expect(() => even.call('f', 9)).toThrow('uninitialized element 1');
    expect([even.call('f', 0), odd.call('f', 0)]).toEqual([0, 1]);
  });

  it('make tail calls into each other that take no stack', () => {
    const engine = new Engine(new Config().maxStackSize(4096));
    const store = new Store(engine);
    const table = new Table(store, TableType.of('funcref', 2));
    const bytes = wat(`(module (type $t (func (param i32) (result i32)))
      (import "env" "table" (table 2 funcref))
      (func (export "f") (type $t)
        (if (i32.eqz (local.get 0)) (then (return (i32.const 42))))
        (return_call_indirect (type $t) (i32.sub (local.get 0) (i32.const 1))
          (i32.and (local.get 0) (i32.const 1)))))`);
    const module = new Module(engine, bytes);
    const pair = [0, 1].map(() => new Instance(store, module, [table]));
    pair.forEach((instance, i) => table.set(i, instance.getFunc('f')));
    expect(pair[0]!.call('f', 100_000)).toBe(42);
  });

  it('of another store are refused', () => {
    const { engine, store, module } = make('(func (export "f"))');
    const importing = new Module(engine, wat('(module (import "a" "f" (func)))'));
    const foreign = new Instance(new Store(engine), module).getFunc('f')!;
    expect(() => new Instance(store, importing, [foreign])).toThrow('belongs to another store');
  });
});

describe('linking', () => {
  it('needs equal page sizes, and names both', () => {
    const engine = new Engine();
    const store = new Store(engine);
    const module = new Module(engine, wat('(module (import "env" "memory" (memory 1)))'));
    const bytes = new Memory(store, MemoryType.builder().min(65536).pageSizeLog2(0).build());
    const attempt = (): Instance => new Instance(store, module, [bytes]);
    expect(attempt).toThrow(LinkError);
    expect(attempt).toThrow(
      'incompatible import type for `env::memory`: expected a memory with a page size of 65536, ' +
        'but received a memory with a page size of 1',
    );
  });

  it('says what is missing, and does not define twice', () => {
    const { store, module, linker } = make('(import "env" "f" (func))');
    expect(() => linker.instantiate(store, module)).toThrow(
      'unknown import: `env::f` has not been defined (a function)',
    );
    linker.func('env', 'f', () => {});
    expect(() => linker.func('env', 'f', () => {})).toThrow('already defined');
    linker.allowShadowing(true).func('env', 'f', () => {});
    linker.instantiate(store, module);
  });

  it('checks types of functions, and takes host functions of a type', () => {
    const { store, module, linker } = make(
      '(import "env" "f" (func (param i64) (result i64))) (export "g" (func 0))',
    );
    linker.define('env', 'f', new HostFunc(FunctionType.of(['i32'], []), () => {}));
    expect(() => linker.instantiate(store, module)).toThrow(
      'expected type [i64] -> [i64], but received [i32] -> []',
    );
    linker.allowShadowing(true).func('env', 'f', (x: bigint) => -x);
    expect(linker.instantiate(store, module).call('g', 5n)).toBe(-5n);
  });
});

describe('typed functions', () => {
  const GUEST = `(func (export "f") (param i32 i64) (result i64)
    (i64.add (i64.extend_i32_s (local.get 0)) (local.get 1)))`;

  it('are checked once, and known to the compiler', () => {
    const { store, module } = make(GUEST);
    const f = new Instance(store, module).getTypedFunc('f', ['i32', 'i64'], ['i64']);
    const sum: bigint = f.call(2, 40n);
    expect(sum).toBe(42n);
  });

  it('say which type a function has', () => {
    const { store, module } = make(GUEST);
    const instance = new Instance(store, module);
    expect(() => instance.getTypedFunc('f', ['i32'], [])).toThrow(
      '`f` is of type [i32 i64] -> [i64], not [i32] -> []',
    );
    expect(() => instance.getTypedFunc('g', [], [])).toThrow('no function is exported as `g`');
  });
});

describe('limits of a store', () => {
  const GROWING = `(memory 1) (table 1 funcref)
    (func (export "memory") (param i32) (result i32) (memory.grow (local.get 0)))
    (func (export "table") (param i32) (result i32) (table.grow (ref.null func) (local.get 0)))`;

  it('refuse growth with −1, or with a trap', () => {
    const limits = () => StoreLimits.builder().memorySize(131072).tableElements(10);
    const soft = make(GROWING, new Config(), limits().build());
    const instance = new Instance(soft.store, soft.module);
    expect([instance.call('memory', 1), instance.call('memory', 1)]).toEqual([1, -1]);
    expect([instance.call('table', 9), instance.call('table', 1)]).toEqual([1, -1]);
    const hard = make(GROWING, new Config(), limits().trapOnGrowFailure(true).build());
    const trapping = new Instance(hard.store, hard.module);
    expect(() => trapping.call('memory', 2)).toThrow('growth operation limited');
    expect(trapping.call('memory', 1)).toBe(1);
  });

  it('bound instances, memories and tables; what failed counts for nothing', () => {
    const limits = StoreLimits.builder().instances(3).memories(2).tables(5).build();
    const { store, module } = make(GROWING, new Config(), limits);
    new Instance(store, module);
    new Instance(store, module);
    expect(() => new Instance(store, module)).toThrow('exceeds memory limits');
    expect([store.instanceCount, store.memoryCount, store.tableCount]).toEqual([2, 2, 2]);
    expect(() => StoreLimits.builder().instances(-1)).toThrow(RangeError);
  });
});

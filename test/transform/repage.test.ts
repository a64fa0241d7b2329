import { describe, expect, it } from 'vitest';
import '../../src/desktop.js';
import { customSections } from '../../src/binary/custom-section.js';
import { Engine } from '../../src/embedding/engine.js';
import { Linker } from '../../src/embedding/linker.js';
import { Module } from '../../src/embedding/module.js';
import type { Instance } from '../../src/runtime/instance.js';
import { Store } from '../../src/runtime/store.js';
import { ExternKind } from '../../src/types/extern-kind.js';
import type { RepageOptions } from '../../src/transform/repage/options.js';
import { repage, type Repaged } from '../../src/transform/repage/repage.js';
import { verify } from '../../src/transform/verify/verify.js';
import { wat } from '../validation/wat.js';

const binary = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(wat(text));

function repaged(text: string, options: RepageOptions = {}): Repaged {
  return repage(binary(text), options);
}

function instanceOf(bytes: Uint8Array): Instance {
  const engine = new Engine();
  return new Linker(engine).instantiate(new Store(engine), new Module(engine, bytes));
}

/** Repages, compares both modules' exports, and gives the new one's instance and report. */
function checked(text: string, options: RepageOptions = {}): [Instance, Repaged] {
  const bytes = binary(text);
  const made = repage(bytes, options);
  const { differences, calls } = verify(bytes, made);
  expect(differences).toEqual([]);
  expect(calls).toBeGreaterThan(0);
  return [instanceOf(made.bytes), made];
}

/** As linkers lay a module out that has its stack behind its data. */
const STACK_LAST = (rest: string): string => `(module
  (memory (export "memory") 2)
  (global $sp (mut i32) (i32.const 66624))
  (global (export "__data_end") i32 (i32.const 1080))
  (global (export "__heap_base") i32 (i32.const 66624))
  (data (i32.const 1024) "\\01\\02\\03\\04\\05\\06\\07\\08")
  ${rest})`;

const FRAME = `(func (export "sum") (param i32) (result i32) (local i32)
    global.get $sp i32.const 32 i32.sub local.tee 1 global.set $sp
    local.get 1 local.get 0 i32.store offset=12
    local.get 1 i32.load offset=12 i32.const 1024 i32.load i32.add
    local.get 1 i32.const 32 i32.add global.set $sp)`;

/** Allocates from where its heap begins, and asks for pages when they are used up. */
const BUMP = (rest = ''): string => `(module
  (memory (export "memory") 1)
  (global $next (mut i32) (i32.const 1104))
  (global (export "__data_end") i32 (i32.const 1090))
  (global (export "__heap_base") i32 (i32.const 1104))
  (data (i32.const 1024) "abc")
  (func (export "alloc") (param $size i32) (result i32) (local $end i32) (local $have i32)
    global.get $next local.get $size i32.add i32.const 7 i32.add i32.const -8 i32.and local.set $end
    memory.size i32.const 16 i32.shl local.set $have
    local.get $end local.get $have i32.gt_u
    if
      local.get $end local.get $have i32.sub i32.const 65535 i32.add i32.const 16 i32.shr_u
      memory.grow i32.const -1 i32.eq
      if i32.const 0 return end
    end
    local.get $end i32.const 1 i32.sub i32.const 9 i32.store8
    global.get $next local.get $end global.set $next)
  ${rest})`;

describe('layouts', () => {
  it('refuses what nothing is known of, and says what helps', () => {
    const text =
      '(module (memory 1) (func (export "f") (param i32) (result i32) local.get 0 i32.load))';
    expect(() => repaged(text)).toThrow(/nothing says where its static data ends.*--size BYTES/);
  });

  it('takes the bytes that a declared size says', () => {
    const [instance, { memories }] = checked(
      `(module (memory (export "memory") 1) (data (i32.const 8) "xyz")
        (func (export "f") (param i32) (result i32)
          local.get 0 i32.const 63 i32.and i32.load8_u))`,
      { sizes: new Map([[0, 64]]) },
    );
    expect(memories).toMatchObject([{ before: 65536, after: 64, counts: 'nothing' }]);
    expect(instance.memory!.dataSize).toBe(64);
    expect(instance.memory!.pageSize).toBe(1);
  });

  it('moves the stack of a bounded depth below the data', () => {
    const [instance, made] = checked(STACK_LAST(FRAME));
    expect(made.memories[0]!.after).toBe(1088);
    expect(made.stackMoved).toBe(true);
    expect(instance.call('sum', 5)).toBe(5 + 0x04030201);
  });

  it('says of a stack of unknown depth how to bound it, and leaves it', () => {
    const recursive = `(func $r (export "r") (param i32) (result i32) (local i32)
      global.get $sp i32.const 16 i32.sub local.tee 1 global.set $sp
      local.get 1 local.get 0 i32.store
      local.get 0 if (result i32)
        local.get 0 i32.const 1 i32.sub call $r local.get 1 i32.load i32.add
      else i32.const 0 end
      local.get 1 i32.const 16 i32.add global.set $sp)`;
    const kept = repaged(STACK_LAST(recursive));
    expect(kept.memories[0]!.after).toBe(66624);
    expect(kept.notes.join()).toMatch(/calls itself.*--stack BYTES/);
    const deep = repaged(STACK_LAST(recursive), { stackBytes: 256 });
    const instance = instanceOf(deep.bytes);
    expect(instance.call('r', 10)).toBe(55);
    // 1,024 bytes below the data take 63 frames.
    expect(() => instance.call('r', 64)).toThrow('out of bounds memory access');
    // Above the data, the pointer is checked.
    const above = repaged(STACK_LAST(recursive), { stackBytes: 2048 });
    expect(above.memories[0]!.after).toBe(1088 + 2048 + 128);
    const other = instanceOf(above.bytes);
    expect(other.call('r', 100)).toBe(5050);
    expect(() => other.call('r', 140)).toThrow('unreachable');
    expect(other.memory!.view.getUint32(1024, true)).toBe(0x04030201);
  });

  it('refuses a stack that is too small for what the functions need', () => {
    expect(() => repaged(STACK_LAST(FRAME), { stackBytes: 16 })).toThrow('need 32 bytes of stack');
  });

  it('knows what code touches whose addresses are constants', () => {
    const [, { memories }] = checked(
      `(module (memory 1) (func (export "count") (result i32)
        i32.const 4 i32.const 4 i32.load i32.const 1 i32.add i32.store offset=8
        i32.const 4 i32.load offset=8))`,
    );
    expect(memories[0]!.after).toBe(16);
  });

  it('refuses sizes that contradict each other, or the module', () => {
    const sizes = new Map([[0, 64]]);
    expect(() => repaged(BUMP(), { sizes, heapBytes: 8 })).toThrow('leave --stack, --heap');
    expect(() => repaged(BUMP(), { heapBase: 70_000 })).toThrow('beyond its memory');
    expect(() => repaged(BUMP(), { heapBase: 1000 })).toThrow('give --heap-base 1027 or more');
  });

  it('leaves memories of 1-byte pages alone', () => {
    const bytes = instanceSafe();
    const made = repage(bytes);
    expect(made.bytes).toBe(bytes);
    expect(made.memories).toEqual([]);
  });

  it('refuses 64-bit addresses, and more bytes than there are', () => {
    expect(() => repaged('(module (memory i64 1))')).toThrow('64-bit addresses');
    const code = '(func (param i64) (result i32) (i32.load (local.get 0)))';
    expect(() => repaged(`(module (memory i64 1) ${code})`)).toThrow('64-bit addresses');
    const sizes = new Map([[0, 65537]]);
    expect(() => repaged('(module (memory 1))', { sizes })).toThrow('more than it has now');
    expect(() => repaged('(module (memory 1))', { sizes: new Map([[1, 5]]) })).toThrow(
      'no memory 1',
    );
  });
});

/** A module whose memory has 1-byte pages already: flags 8, 100 pages, page size 2^0. */
function instanceSafe(): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 4, 1, 8, 100, 0);
}

describe('code that counts pages', () => {
  it('allocates from a heap below a page, and grows by what is asked', () => {
    const [instance, made] = checked(BUMP(), { heapBytes: 64 });
    expect(made.memories[0]).toMatchObject({ after: 1168, counts: 'units of 16 bytes' });
    const fresh = instanceOf(made.bytes);
    const memory = fresh.memory!;
    expect(fresh.call('alloc', 40)).toBe(1104);
    expect(memory.dataSize).toBe(1168);
    expect(fresh.call('alloc', 40)).toBe(1144);
    expect(memory.dataSize).toBe(1184);
    expect(fresh.call('alloc', 10_000)).toBe(1184);
    expect(memory.dataSize).toBe(1184 + 10_000);
    expect(instance).toBeDefined();
  });

  it('leaves a stack that lies below the heap, and says how to link for less', () => {
    const far = BUMP().replaceAll('i32.const 1104', 'i32.const 60000');
    const { memories, notes } = repaged(far, { heapBytes: 64 });
    expect(memories[0]!.after).toBe(60_064);
    expect(notes.join()).toContain('58,910 bytes between its data and its heap');
    expect(notes.join()).toContain('-Wl,-z,stack-size=1024');
  });

  it('refuses numbers of pages that leave the module, and keeps them where a size is declared', () => {
    const text = BUMP('(func (export "pages") (result i32) memory.size)');
    expect(() => repaged(text)).toThrow(/a number of pages leaves the module.*--size/);
    const [instance, { memories }] = checked(
      `(module (memory (export "memory") 2 4)
        (func (export "pages") (result i32) memory.size)
        (func (export "grow") (param i32) (result i32) local.get 0 memory.grow)
        (func (export "at") (param i32) (result i32) local.get 0 i32.const 15 i32.and i32.load8_u))`,
      { sizes: new Map([[0, 32]]) },
    );
    expect(memories[0]).toMatchObject({ after: 32, counts: 'pages of 64 KiB' });
    expect(instance.call('pages')).toBe(2);
    expect(instance.call('grow', 0)).toBe(2);
    expect(instance.memory!.dataSize).toBe(32);
    expect(instance.call('grow', 1)).toBe(2);
    expect(instance.memory!.dataSize).toBe(3 * 65536);
    expect(instance.call('pages')).toBe(3);
    expect(instance.call('grow', 2)).toBe(-1);
    expect(instance.call('grow', -1)).toBe(-1);
    expect(instance.call('grow', 65536)).toBe(-1);
    expect(instance.call('grow', 1)).toBe(3);
  });

  it('keeps what comparisons with constants say', () => {
    const [, { memories }] = checked(
      BUMP(`(func (export "enough") (param i32) (result i32)
          memory.size i32.const 1 i32.lt_u
          memory.size i32.const 1 i32.le_u i32.const 1 i32.shl i32.or
          i32.const 1 memory.size i32.lt_s i32.const 4 i32.shl i32.or
          memory.size i32.const 0 i32.gt_u i32.const 2 i32.shl i32.or
          memory.size i32.const 2 i32.ge_s i32.const 3 i32.shl i32.or)
        (func (export "ensure") (result i32)
          memory.size i32.const 1 i32.lt_u
          if i32.const 1 memory.size i32.sub memory.grow drop end
          i32.const 7)`),
    );
    expect(memories[0]!.counts).toBe('units of 16 bytes');
  });

  it.each([
    ['less than a size', 'memory.size i32.const 1 i32.sub i32.eqz', /difference of pages/],
    [
      'whether a size is as declared',
      'memory.size i32.const 1 i32.eq',
      /a size is compared with 1/,
    ],
    ['twice a size', 'memory.size i32.const 1 i32.shl i32.const 2 i32.eq', /compared with 2/],
    [
      'more than memory.grow answers',
      'i32.const 1 memory.grow i32.const 1 i32.add i32.const 2 i32.lt_u',
      /added to what memory.grow answers/,
    ],
    [
      'a page that is found by an address',
      'global.get $next i32.const -65536 i32.and i32.load',
      /rounded down to 64 KiB/,
    ],
    ['bits of a size', 'memory.size i32.const 3 i32.and', /goes into i32.and/],
    ['a size in memory', 'i32.const 0 memory.size i32.store i32.const 0', /goes into i32.store/],
    ['a size that is a shift', 'i32.const 1 memory.size i32.shl', /goes into i32.shl/],
  ])('refuses %s', (_what, code, reason) => {
    expect(() => repaged(BUMP(`(func (export "f") (result i32) ${code})`))).toThrow(reason);
  });

  it('leaves other shifts by 16 and masks of 16 bits alone', () => {
    checked(
      BUMP(`(func (export "mix") (param i32) (result i32) (local i32)
        memory.size i32.const 16 i32.shl i32.const 0 i32.ne local.set 1
        local.get 0 i32.const 16 i32.shl local.get 0 i32.const 65535 i32.add i32.const 65535 i32.and i32.add
        local.get 0 i32.const 16 i32.shr_u i32.add local.get 1 i32.add)`),
    );
  });

  it('refuses a constant that is a page size and something else', () => {
    const text = BUMP(`(func (export "f") (param i32) (result i32) (local i32)
      i32.const 16 local.set 1
      memory.size local.get 1 i32.shl local.get 0 local.get 1 i32.shl i32.add)`);
    expect(() => repaged(text)).toThrow('a page size and something else');
  });

  it('follows pages through functions and locals', () => {
    const [, { memories }] = checked(
      BUMP(`(func $pages (result i32) memory.size)
        (func $more (param i32) (result i32) local.get 0 memory.grow)
        (func (export "room") (param i32) (result i32) (local i32)
          local.get 0 i32.const 255 i32.and i32.const 65535 i32.add i32.const 16 i32.shr_u local.set 1
          local.get 1 call $pages i32.gt_u
          if local.get 1 call $pages i32.sub call $more i32.const 0 i32.lt_s return end
          i32.const 2)`),
    );
    expect(memories[0]!.counts).toBe('units of 16 bytes');
  });

  it('leaves code that counts bytes as it is when told so', () => {
    const made = repaged(BUMP('(func (export "bytes") (result i32) memory.size)'), {
      byteUnits: true,
      heapBytes: 16,
    });
    expect(made.memories[0]!.counts).toBe('bytes');
    expect(instanceOf(made.bytes).call('bytes')).toBe(1120);
  });
});

describe('segments, bulk operations, several memories', () => {
  const declared = (bytes: number): RepageOptions => ({ sizes: new Map([[0, bytes]]) });

  it('has room for segments at the edge', () => {
    const text =
      '(module (memory (export "memory") 1) (data (i32.const 65535) "z") (data (i32.const 65536) "") (func (export "f") (result i32) i32.const 65535 i32.load8_u))';
    expect(() => repaged(text, declared(100))).toThrow('give --size 65536 or more');
    checked(text);
  });

  it('traps where a segment did not fit before', () => {
    const text = '(module (memory 1) (data (i32.const 65535) "zz"))';
    expect(() => instanceOf(repaged(text).bytes)).toThrow('out of bounds memory access');
  });

  it('keeps passive segments and bulk operations', () => {
    checked(
      `(module (memory (export "memory") 1) (data $p "hello")
        (func (export "init") (param i32 i32) local.get 0 i32.const 31 i32.and i32.const 0 local.get 1 i32.const 7 i32.and memory.init $p)
        (func (export "fill") (param i32) i32.const 40 local.get 0 i32.const 8 memory.fill)
        (func (export "copy") (param i32) i32.const 0 local.get 0 i32.const 15 i32.and i32.const 4 memory.copy)
        (func (export "drop") data.drop $p))`,
      declared(64),
    );
  });

  it('asks for the size of a second memory', () => {
    const text = `(module (memory (export "a") 1) (memory (export "b") 1) (data $q "q")
      (func (export "init") i32.const 4 i32.const 0 i32.const 1 memory.init 1 $q)
      (func (export "f") (param i32) (result i32) local.get 0 i32.const 7 i32.and i32.load8_u 1)
      (func (export "g") (result i32) i32.const 0 i32.load))`;
    expect(() => repaged(text)).toThrow('--size 1=BYTES');
    const [, { memories }] = checked(text, { sizes: new Map([[1, 12]]) });
    expect(memories.map(({ after }) => after)).toEqual([4, 12]);
  });

  it('changes the type of an imported memory', () => {
    const made = repaged(
      '(module (import "env" "log" (func)) (import "env" "memory" (memory 1 3)))',
      declared(80),
    );
    const declaredImport = new Module(new Engine(), made.bytes).imports()[1]!;
    expect(declaredImport).toMatchObject({
      kind: ExternKind.Memory,
      type: { minimum: 80, maximum: 3 * 65536, pageSizeLog2: 0 },
    });
  });

  it('refuses a segment that begins where an import says, unless a size is declared', () => {
    const text =
      '(module (import "env" "at" (global $at i32)) (memory 1) (data (global.get $at) "abc") (func (export "f") (param i32) local.get 0 i32.load drop))';
    expect(() => repaged(text)).toThrow('where an import says');
    expect(repaged(text, declared(16)).memories[0]!.after).toBe(16);
  });

  it('drops what tools say of places that are others now, and keeps the rest', () => {
    const custom = (name: string): number[] => [
      0,
      name.length + 2,
      name.length,
      ...Buffer.from(name),
      1,
    ];
    const bytes = Uint8Array.from([
      ...binary('(module (memory 1))'),
      ...custom('.debug_line'),
      ...custom('note'),
    ]);
    const made = repage(bytes);
    expect(customSections(made.bytes, '.debug_line')).toEqual([]);
    expect(customSections(made.bytes, 'note')).toHaveLength(1);
  });
});

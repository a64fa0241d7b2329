import { describe, expect, it } from 'vitest';
import '../../src/desktop.js';
import { repage } from '../../src/transform/repage/repage.js';
import { wat } from '../validation/wat.js';

/** As linkers lay out a module whose stack lies behind its data, so that its depth is looked for. */
const linked = (functions: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    wat(`(module (memory 2) (global $sp (mut i32) (i32.const 66624))
      (global (export "__data_end") i32 (i32.const 1080))
      (global (export "__heap_base") i32 (i32.const 66624))
      (data (i32.const 1024) "a") ${functions}
      (func (export "touch") (param i32) local.get 0 i32.load drop
        global.get $sp i32.const 16 i32.sub global.set $sp
        global.get $sp i32.const 16 i32.add global.set $sp))`),
  );

const times = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join('\n');

describe('repage ends, and says what it does not know', () => {
  it('of calls that are 20,000 deep', () => {
    const chain = times(20_000, (i) => `(func $f${i} call $f${i + 1})`);
    const module = linked(`${chain} (func $f20000) (func (export "first") call $f0)`);
    expect(repage(module).notes.join()).toContain('is called too deep');
  });

  it('of nothing, where an address is computed in 20,000 steps', () => {
    const steps = times(20_000, () => 'i32.const 1 i32.sub');
    const module = linked(
      `(func (export "f") (local i32) global.get $sp local.tee 0 ${steps} global.set $sp
        local.get 0 global.set $sp)`,
    );
    expect(repage(module).memories[0]!.after).toBe(1088 + 20_000 + 128);
  });

  it('of numbers of pages that meet again and again', () => {
    const rotate = `local.get 1 local.set 7 ${times(5, (i) => `local.get ${i + 2} local.set ${i + 1}`)}
      local.get 7 local.set 6`;
    const level = `block ${times(6, () => `${rotate} local.get 0 br_if 0`)} end`;
    const module = linked(
      `(func (export "f") (param i32) (local i32 i32 i32 i32 i32 i32 i32)
        ${times(6, (i) => `memory.size local.set ${i + 1}`)} ${times(14, () => level)}
        local.get 1 i32.const 3 i32.lt_u drop)`,
    );
    expect(() => repage(module)).toThrow('a number of pages is compared with 3');
  });

  it('of 4,000 locals in 4,000 blocks', () => {
    const locals = times(4000, () => 'i32');
    const blocks = times(4000, (i) => `block local.get 0 br_if 0 local.get 0 local.set ${i} end`);
    const module = linked(
      `(func (export "f") (local ${locals}) ${blocks} memory.size i32.const 16 i32.shl drop)`,
    );
    expect(() => repage(module)).toThrow('too complex to follow');
  });
});

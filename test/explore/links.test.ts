import { describe, expect, it } from 'vitest';
import type { FunctionView } from '../../src/explore/model.js';
import { wat } from '../validation/wat.js';
import { ALL } from './all-instructions.js';
import { explorationOf, indicesOf, MODULES } from './support.js';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';

/** The first function of a module, and which instructions caused which register code. */
function view(text: string, consumeFuel = false): FunctionView {
  const exploration = explorationOf(wat(`(module ${text})`), { consumeFuel });
  return exploration.view(exploration.firstFunction);
}

/** Each register instruction, and the instructions it is linked to. */
function links({ wat, registers }: FunctionView): [string, string[]][] {
  const texts = new Map(wat.map(({ at, text }) => [at, text.trim()]));
  return registers.map(({ text, offsets }) => [
    text.replace(/ +/g, ' '),
    offsets.map((offset) => texts.get(offset)!),
  ]);
}

describe('links of register code', () => {
  it('name all instructions of which one was made', () => {
    const linked = links(
      view('(func (param i32) local.get 0 i32.const 5 i32.add local.set 0 local.get 0 drop)'),
    );
    expect(linked[1]).toEqual([
      'i32_add_c r0, r0, 5',
      ['local.get 0', 'i32.const 5', 'i32.add', 'local.set 0'],
    ]);
  });

  it('go to comparisons that were merged with branches', () => {
    const body =
      '(block (br_if 0 (i32.lt_u (local.get 0) (i32.const 5))) (local.set 0 (i32.const 1)))';
    const linked = links(view(`(func (param i32) ${body})`));
    expect(linked[1]).toEqual([
      expect.stringMatching(/^br_i32_lt_u_c r0, 5 -> \d+$/),
      ['local.get 0', 'i32.const 5', 'i32.lt_u', 'br_if 0 (;@1;)'],
    ]);
    expect(linked[2]![1]).toEqual(['i32.const 1', 'local.set 0']);
  });

  it('go to operands that wait while others are made', () => {
    const body = '(i32.sub (local.get 0) (i32.load (local.get 1)))';
    const linked = links(view(`(memory 1) (func (param i32 i32) (result i32) ${body})`));
    expect(linked.slice(1, 3)).toEqual([
      ['load32 r4, [r1]', ['local.get 1', 'i32.load']],
      ['i32_sub r3, r0, r4', ['local.get 0', 'i32.sub']],
    ]);
  });

  it('go from what a function begins with to its declarations', () => {
    const linked = links(view('(func (param i32) (local i64 i64) (local.set 1 (i64.const 1)))'));
    expect(linked[0]).toEqual([expect.stringMatching(/^entry/), ['(local i64 i64)']]);
    expect(linked[1]).toEqual(['zero r1, 2 slots', ['(local i64 i64)']]);
  });

  it('count fuel where a block begins', () => {
    const linked = links(
      view('(func (param i32) (result i32) local.get 0 i32.const 5 i32.mul)', true),
    );
    expect(linked[1]).toEqual(['fuel 3', ['local.get 0']]);
  });

  it('are right for functions that are translated twice', () => {
    const body =
      `(block (br_if 0 (i32.lt_s (local.get 0) (i32.const 3)))` +
      '(local.set 0 (i32.add (local.get 0) (i32.const 1001)))'.repeat(300) +
      ')';
    const linked = links(view(`(func (param i32) ${body})`));
    expect(linked[1]![0]).toMatch(/^br_i32_lt_s_c_far r0, 3 -> /);
    expect(linked[1]![1]).toContain('br_if 0 (;@1;)');
    const additions = linked.filter(([text]) => text.startsWith('i32_add_w'));
    expect(additions).toHaveLength(300);
    for (const [, causes] of additions) expect(causes).toEqual(linked[2]![1]);
  });

  it.each([...MODULES, { name: 'all', bytes: undefined }])(
    '$name: lead to instructions',
    async (module) => {
      const bytes = module.bytes ?? (await parse(ALL));
      for (const consumeFuel of [false, true]) {
        const exploration = explorationOf(bytes, { consumeFuel });
        for (const index of indicesOf(exploration)) {
          const { wat, registers } = exploration.view(index);
          const places = new Set(wat.map(({ at }) => at));
          let before = 0;
          for (const { offsets } of registers) {
            expect(offsets.length).toBeGreaterThan(0);
            for (const offset of offsets) expect(places).toContain(offset);
            expect([...offsets].sort((a, b) => a - b)).toEqual(offsets);
            // The code is in the order of the instructions.
            expect(offsets.at(-1)).toBeGreaterThanOrEqual(before);
            before = offsets.at(-1)!;
          }
        }
      }
    },
  );

  it.each(MODULES)('$name: all but structure has some', ({ bytes }) => {
    const exploration = explorationOf(bytes);
    for (const index of indicesOf(exploration)) {
      const { wat, registers } = exploration.view(index);
      const linked = new Set(registers.flatMap(({ offsets }) => offsets));
      let dead = false;
      for (const { at, text } of wat) {
        if (/^ *(else|end)/.test(text)) dead = false;
        const silent = dead || /^ *(block|loop|else|end|drop|nop)/.test(text);
        if (!silent) expect(linked, `${index}: ${at} ${text}`).toContain(at);
        if (/^ *(br|br_table|return|unreachable)\b/.test(text)) dead = true;
      }
    }
  });
});

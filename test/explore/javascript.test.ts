import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { describe, expect, it } from 'vitest';
import { compileAhead } from '../../src/compiler/ahead.js';
import type { FunctionView } from '../../src/explore/model.js';
import { DEFAULT_FEATURES } from '../../src/opcodes/feature.js';
import { wat } from '../validation/wat.js';
import { ALL } from './all-instructions.js';
import { explorationOf, indicesOf, MODULES } from './support.js';

/** The first function of a module. */
function view(text: string, consumeFuel = false): FunctionView {
  const exploration = explorationOf(wat(`(module ${text})`), { consumeFuel });
  return exploration.view(exploration.firstFunction);
}

/** The instructions to which the line is linked that has a text in it. */
function causes({ wat, javascript }: FunctionView, part: string): string[] {
  const texts = new Map(wat.map(({ at, text }) => [at, text.trim()]));
  const line = javascript!.find(({ text }) => text.includes(part));
  expect(line, javascript!.map(({ text }) => text).join('\n')).toBeDefined();
  return line!.offsets.map((offset) => texts.get(offset)!);
}

describe('links of JavaScript', () => {
  it('name all instructions of which a statement was made', () => {
    const body = '(i32.store offset=4 (local.get 0) (i32.mul (local.get 1) (i32.const 7)))';
    const linked = causes(view(`(memory 1) (func (param i32 i32) ${body})`), 'setInt32');
    expect(linked).toEqual([
      'local.get 0',
      'local.get 1',
      'i32.const 7',
      'i32.mul',
      'i32.store offset=4',
    ]);
  });

  it('go from a loop to its condition, and from its beginning', () => {
    const body =
      '(loop (local.set 0 (i32.sub (local.get 0) (i32.const 3))) (br_if 0 (local.get 0)))';
    const shown = view(`(func (param i32) ${body})`);
    expect(causes(shown, 'while(')).toContain('br_if 0 (;@1;)');
    expect(causes(shown, 'do{')).toEqual(['loop (;@1;)']);
  });

  it('go from what a function begins with to its declarations', () => {
    const shown = view(
      '(global (mut i32) (i32.const 1)) (func (result i32) (local i64) global.get 0)',
    );
    expect(causes(shown, 'f0(')).toEqual(['(local i64)']);
    expect(causes(shown, 'let ')).toContain('(local i64)');
  });

  it.each([false, true])('all lead to instructions, with fuel %j', async (consumeFuel) => {
    for (const bytes of [...MODULES.map((module) => module.bytes), await parse(ALL)]) {
      const exploration = explorationOf(bytes, { consumeFuel });
      const { methods } = compileAhead(bytes, DEFAULT_FEATURES, consumeFuel, 2 ** 30);
      for (const index of indicesOf(exploration)) {
        const { wat, javascript, sizes } = exploration.view(index);
        const places = new Set(wat.map(({ at }) => at));
        for (const { offsets } of javascript!) {
          expect(offsets.length).toBeGreaterThan(0);
          for (const offset of offsets) expect(places).toContain(offset);
          expect([...offsets].sort((a, b) => a - b)).toEqual(offsets);
        }
        const texts = javascript!.map(({ text }) => text.trim());
        const method = methods[index - exploration.firstFunction]!;
        expect(texts.join('\n')).toBe(method);
        expect(sizes.javascriptChars).toBe(method.length);
      }
    }
  });

  it.each(MODULES)('$name: what has effects has some', ({ bytes }) => {
    const exploration = explorationOf(bytes);
    for (const index of indicesOf(exploration)) {
      const { wat, javascript } = exploration.view(index);
      const linked = new Set(javascript!.flatMap(({ offsets }) => offsets));
      let dead = false;
      for (const { at, text } of wat) {
        if (/^ *(else|end)/.test(text)) dead = false;
        const hasEffects = /^ *(\w+\.store|call|global\.set|br|return|unreachable)/.test(text);
        if (hasEffects && !dead) expect(linked, `${index}: ${at} ${text}`).toContain(at);
        if (/^ *(br|br_table|return|unreachable)\b/.test(text)) dead = true;
      }
    }
  });
});

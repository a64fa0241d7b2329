/** The WAT that is printed is that of the module: assembled, it gives the same bytes again. */
import { parse, print } from '@bytecodealliance/jco-transpile/wasm-tools';
import { describe, expect, it } from 'vitest';
import { Reader } from '../../src/binary/reader.js';
import { f32Text, f64Text } from '../../src/explore/wat/float.js';
import { ALL } from './all-instructions.js';
import { explorationOf, indicesOf, MODULES, moduleText, sections } from './support.js';

describe('a module from its printed text', () => {
  it.each(MODULES)('$name', async ({ bytes }) => {
    const again = await parse(moduleText(explorationOf(bytes)));
    // What another printer makes of it is the same for the assembler.
    expect(sections(again)).toEqual(sections(await parse(await print(bytes))));
  });

  it('with every instruction and every kind of field', async () => {
    const bytes = await parse(ALL);
    const text = moduleText(explorationOf(bytes));
    expect(sections(await parse(text))).toEqual(sections(bytes));
    // Names included: the second text has no others.
    expect(moduleText(explorationOf(await parse(text)))).toBe(text);
  });
});

describe('functions', () => {
  it('are printed with names, offsets, indents and the numbers of blocks', async () => {
    const bytes = await parse(`(module
      (func $half (export "half") (param $n i32) (param i64) (result i32) (local $sum f64)
        block $out (result i32)
          local.get $n
          i32.const 1
          br_if $out
          if  nop  else  i32.const 7  return  end
          i32.const -1
        end))`);
    const exploration = explorationOf(bytes);
    const lines = exploration.wat(0);
    expect(lines.map(({ text }) => text)).toEqual([
      '(func $half (;0;) (; export "half" ;) (type 0) (param $n i32) (param i64) (result i32)',
      '  (local $sum f64)',
      '  block (;@1;) (result i32)',
      '    local.get $n',
      '    i32.const 1',
      '    br_if 0 (;@1;)',
      '    if (;@2;)',
      '      nop',
      '    else',
      '      i32.const 7',
      '      return',
      '    end',
      '    i32.const -1',
      '  end',
      ')',
    ]);
    const [header, locals, ...rest] = lines.map(({ at }) => at);
    expect(locals).toBe(header);
    const opcodes = rest.map((at) => bytes[at]);
    expect(opcodes).toEqual([2, 0x20, 0x41, 0x0d, 4, 1, 5, 0x41, 0x0f, 0x0b, 0x41, 0x0b, 0x0b]);
  });

  it('whose names are no identifiers, or several times the same, or end comments', async () => {
    const bytes = await parse(`(module
      (func $"a b" (@name "a b"))
      (func $one (@name "same"))
      (func $two (@name "same"))
      (func $none (export ";) (; x") call $one call $"a b"))`);
    const exploration = explorationOf(bytes);
    const headers = indicesOf(exploration).map((index) => exploration.wat(index)[0]!.text);
    expect(headers).toEqual([
      '(func $"a b" (;0;) (type 0)',
      '(func (;1;) (type 0)',
      '(func (;2;) (type 0)',
      '(func $none (;3;) (; export "; ) ( ; x" ;) (type 0)',
    ]);
    expect(exploration.wat(3)[1]!.text).toBe('  call 1');
    expect(exploration.wat(3)[2]!.text).toBe('  call $"a b"');
  });

  it('with malformed names are printed without', async () => {
    const bytes = await parse('(module (func $named))');
    const at = Buffer.from(bytes).indexOf('named');
    bytes[at] = 0xff;
    expect(explorationOf(bytes).wat(0)[0]!.text).toBe('(func (;0;) (type 0)');
  });

  it('with long lists are cut when a limit is set', async () => {
    const bytes = await parse(`(module (memory 1) (data "${'x'.repeat(50)}")
      (func (local ${'i32 '.repeat(30)}) i32.const 0 br_table ${'0 '.repeat(30)}))`);
    const exploration = explorationOf(bytes, { listLimit: 3 });
    expect(exploration.fields.after()).toEqual(['(data (;0;) "xxx" (; and 47 more ;))']);
    const texts = exploration.wat(0).map(({ text }) => text.trim());
    expect(texts).toContain('(local i32 i32 i32) (; and 27 more ;)');
    expect(texts).toContain('br_table 0 (;@0;) 0 (;@0;) 0 (;@0;) (; and 27 more ;)');
  });
});

describe('floats', () => {
  it.each([
    [0, '0'],
    [0x80000000, '-0'],
    [0x3dcccccd, '0.1'],
    [0x7f7fffff, '3.4028235e+38'],
    [0x00000001, '1e-45'],
    [0x7f800000, 'inf'],
    [0xff800000, '-inf'],
    [0x7fc00000, 'nan'],
    [0xffc00000, '-nan'],
    [0x7f800001, 'nan:0x1'],
    [0xffffffff, '-nan:0x7fffff'],
  ])('f32 0x%x is %s', (bits, text) => {
    expect(f32Text(bits | 0)).toBe(text);
  });

  it.each([
    [0, 0, '0'],
    [0, 0x80000000, '-0'],
    [0x9999999a, 0x3fb99999, '0.1'],
    [1, 0, '5e-324'],
    [0, 0x7ff80000, 'nan'],
    [1, 0xfff80000, '-nan:0x8000000000001'],
    [0, 0xfff00000, '-inf'],
  ])('f64 0x%x 0x%x is %s', (low, high, text) => {
    expect(f64Text(low | 0, high | 0)).toBe(text);
  });

  it('have the same bits when they are read again', async () => {
    let seed = 1;
    const random = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) | 0);
    const pairs = Array.from({ length: 2000 }, () => [random(), random()] as const);
    const consts = pairs.map(
      ([a, b]) => `f32.const ${f32Text(a)} drop f64.const ${f64Text(a, b)} drop`,
    );
    const bytes = await parse(`(module (func ${consts.join('\n')}))`);
    const reader = new Reader(bytes, Buffer.from(bytes).indexOf(Buffer.from([0, 0x43])) + 1);
    for (const [a, b] of pairs) {
      expect([reader.u8(), reader.bits32(), reader.u8()]).toEqual([0x43, a, 0x1a]);
      expect([reader.u8(), reader.bits64(), reader.high, reader.u8()]).toEqual([0x44, a, b, 0x1a]);
    }
  });
});

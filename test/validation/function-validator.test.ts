import { describe, expect, it } from 'vitest';
import { SectionId } from '../../src/binary/section-id.js';
import { DEFAULT_FEATURES, Feature } from '../../src/opcodes/feature.js';
import { ValueType } from '../../src/types/value-type.js';
import { validateModule } from '../../src/validation/module-validator.js';
import {
  body,
  functionModule,
  functionType,
  list,
  moduleOf,
  section,
  u32,
} from '../binary/module-bytes.js';
import { wat } from './wat.js';

const validate =
  (bytes: Uint8Array, features = DEFAULT_FEATURES) =>
  () =>
    void validateModule(bytes, features);

/** A module with two of everything around a function. */
const withFunction = (code: string): Uint8Array =>
  wat(`(module
    (type $v (func)) (type $ii (func (param i32 i32) (result i32)))
    (memory 1) (memory 1)
    (table $t 1 funcref) (table $x 1 externref)
    (global $c i32 (i32.const 0)) (global $m (mut f32) (f32.const 0))
    (elem $e func $declared) (elem $ex externref (ref.null extern)) (data $d "x")
    (func $declared) (func $undeclared) (func $two (result i32 i64) unreachable)
    (func ${code}))`);

describe('valid bodies', () => {
  it.each([
    ['operands', '(result i32) (i32.add (i32.const 1) (i32.eqz (i64.eqz (i64.const 1))))'],
    ['polymorphic stack', '(result i64) (unreachable) (i64.add) (drop) (br 0)'],
    ['any type of select', '(unreachable) (select) (i32.eqz) (drop) (select) (f64.neg) (drop)'],
    ['two results', '(result i32 i64) (call $two)'],
    ['block parameters', '(result i32) (i32.const 1) (i32.const 2) (block (type $ii) (i32.sub))'],
    [
      'if with results',
      '(result i32) (if (result i32) (i32.const 1) (then (i32.const 1)) (else (i32.const 2)))',
    ],
    [
      'if with its operands as results',
      '(result i32) (i32.const 7) (if (param i32) (result i32) (i32.const 1) (then))',
    ],
    ['loop label', '(i32.const 1) (loop (param i32) (br_if 0 (i32.const 1)) (drop))'],
    [
      'br_table to function and block',
      '(result i32) (block (result i32) (br_table 0 1 (i32.const 1) (i32.const 0)))',
    ],
    ['tables of references', '(table.set $x (i32.const 0) (table.get $x (i32.const 0)))'],
    ['table.grow', '(drop (table.grow $t (ref.func $declared) (i32.const 1)))'],
    ['table.fill', '(table.fill $x (i32.const 1) (ref.null extern) (i32.const 1))'],
    ['tail calls', '(return_call_indirect $t (type $v) (i32.const 0))'],
    ['bulk memory', '(memory.fill 1 (i32.const 0) (i32.const 0) (i32.const 0))'],
    ['natural alignment', '(i64.store align=8 (i32.const 0) (i64.load align=1 (i32.const 0)))'],
  ])('%s', (_what, code) => expect(validate(withFunction(code))).not.toThrow());
});

describe('invalid bodies', () => {
  it.each([
    ['(i32.add (i32.const 1) (i64.const 1)) (drop)', 'type mismatch: expected i32, found i64'],
    ['(drop)', 'type mismatch'],
    ['(result i32)', 'type mismatch: expected i32, found nothing'],
    ['(i32.const 1)', 'type mismatch'],
    ['(i32.const 1) (block (drop))', 'type mismatch'],
    ['(if (result i32) (i32.const 1) (then (i32.const 1))) (drop)', 'type mismatch'],
    ['(unreachable) (i64.const 1) (i32.eqz) (drop)', 'type mismatch'],
    ['(result i32) (unreachable) (i64.const 1)', 'type mismatch'],
    ['(unreachable) (block (drop))', 'type mismatch'],
    ['(br 1)', 'unknown label 1'],
    ['(block (br_table 0 2 (i32.const 1)))', 'unknown label 2'],
    ['(block (result i32) (br_table 0 1 (i32.const 1) (i32.const 1))) (drop)', 'type mismatch'],
    ['(unreachable) (block (result i32) (br_table 0 1)) (drop)', 'type mismatch'],
    ['(local.get 0) (drop)', 'unknown local 0'],
    ['(drop (global.get 2))', 'unknown global 2'],
    ['(global.set $c (i32.const 1))', 'immutable global'],
    ['(global.set $m (i32.const 1))', 'type mismatch'],
    ['(call 9)', 'unknown function 9'],
    ['(call_indirect (type 7) (i32.const 0))', 'unknown type 7'],
    ['(call_indirect 5 (type $v) (i32.const 0))', 'unknown table 5'],
    ['(call_indirect $x (type $v) (i32.const 0))', 'type mismatch'],
    ['(return_call $two)', 'type mismatch'],
    ['(drop (ref.func $undeclared))', 'undeclared function reference'],
    ['(drop (ref.is_null (i32.const 0)))', 'type mismatch'],
    ['(drop (select (ref.null func) (ref.null func) (i32.const 0)))', 'type mismatch'],
    ['(drop (select (i32.const 0) (i64.const 0) (i32.const 0)))', 'type mismatch'],
    ['(drop (table.get 2 (i32.const 0)))', 'unknown table 2'],
    ['(table.set $t (i32.const 0) (ref.null extern))', 'type mismatch'],
    ['(table.copy $t $x (i32.const 0) (i32.const 0) (i32.const 0))', 'type mismatch'],
    ['(table.init $t $ex (i32.const 0) (i32.const 0) (i32.const 0))', 'type mismatch'],
    ['(table.init $t 4 (i32.const 0) (i32.const 0) (i32.const 0))', 'unknown elem segment 4'],
    ['(elem.drop 4)', 'unknown elem segment 4'],
    ['(data.drop 4)', 'unknown data segment 4'],
    ['(memory.init 3 $d (i32.const 0) (i32.const 0) (i32.const 0))', 'unknown memory 3'],
    ['(drop (memory.grow 2 (i32.const 0)))', 'unknown memory 2'],
    ['(drop (i32.load 2 (i32.const 0)))', 'unknown memory 2'],
    ['(drop (i32.load align=8 (i32.const 0)))', 'alignment must not be larger than natural'],
  ])('%s', (code, message) => expect(validate(withFunction(code))).toThrow(message));
});

describe('features', () => {
  it.each([
    ['(result i32 i64) (unreachable)', Feature.MultiValue, 'multi-value'],
    ['(drop (i32.extend8_s (i32.const 0)))', Feature.SignExtension, 'sign-extension'],
    ['(drop (i32.trunc_sat_f32_s (f32.const 0)))', Feature.SaturatingConversion, 'saturating'],
    ['(memory.fill (i32.const 0) (i32.const 0) (i32.const 0))', Feature.BulkMemory, 'bulk-memory'],
    ['(drop (ref.null func))', Feature.ReferenceTypes, 'reference-types'],
    ['(return_call 0)', Feature.TailCall, 'tail-call'],
    ['(drop (i32.load 1 (i32.const 0)))', Feature.MultiMemory, 'multi-memory'],
    ['(i32.const 0) (block (param i32) (drop))', Feature.MultiValue, 'multi-value'],
  ])('%s', (code, feature, name) => {
    const memories = feature === Feature.MultiMemory ? '(memory 1) (memory 1)' : '(memory 1)';
    const module = wat(`(module ${memories} (func ${code}))`);
    expect(validate(module)).not.toThrow();
    expect(validate(module, DEFAULT_FEATURES & ~feature)).toThrow(
      new RegExp(`the ${name}.* feature is not enabled \\(at offset 0x`),
    );
  });
});

describe('malformed bodies', () => {
  const nothing = functionType([], []);
  it.each([
    [[0x05, 0x0b], 'END opcode expected'],
    [[0x41, 0x00, 0x1a], 'unexpected end of section or function'],
    [[0x0b, 0x0b], 'section size mismatch'],
    [[0xff, 0x0b], 'illegal opcode ff'],
    [[0xfc, 0x12, 0x0b], 'illegal opcode fc 12'],
    [[0xfc, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x0b], 'illegal opcode fc ffffffff'],
    [[0x02, 0x05, 0x0b, 0x0b], 'unknown type 5'],
    [[0x02, 0x7a, 0x0b, 0x0b], 'malformed value type'],
    [[0x41, 0, 0x28, 0x80, 0x01, 0, 0x1a, 0x0b], 'malformed memop flags'],
    [[0x1c, 2, 0x7f, 0x7f, 0x0b], 'invalid result arity'],
    [[0xfc, 0x09, 0x00, 0x0b], 'data count section required'],
  ])('%j', (code, message) => expect(validate(functionModule(nothing, code))).toThrow(message));

  it('stops at the end of a body that has no `end`, whatever follows', () => {
    const module = moduleOf(
      section(SectionId.Type, list(nothing)),
      section(SectionId.Function, list([0], [0])),
      section(SectionId.Code, list(body([], 0x01), body([], 0x0b))),
    );
    expect(validate(module)).toThrow('END opcode expected');
  });

  it('limits locals, nesting and operands', () => {
    const locals = (count: number): Uint8Array =>
      functionModule(nothing, [0x0b], [[count, ValueType.I32]]);
    expect(validate(locals(50_000))).not.toThrow();
    expect(validate(locals(50_001))).toThrow('too many locals');
    expect(validate(locals(0xffffffff))).toThrow('too many locals');
    const nested = (depth: number): Uint8Array =>
      functionModule(nothing, [
        ...new Array<number[]>(depth).fill([0x02, 0x40]),
        ...new Array<number>(depth + 1).fill(0x0b),
      ]);
    expect(validate(nested(49_999))).not.toThrow();
    expect(validate(nested(50_000))).toThrow('too many nested blocks');
    const results = new Array<number>(1000).fill(ValueType.I32);
    const calls = functionModule(
      functionType([], results),
      new Array<number[]>(51).fill([0x10, 0]),
    );
    expect(validate(calls)).toThrow('too many operands');
    expect(validate(functionModule(nothing, [0x41, ...u32(0)]))).toThrow('unexpected end');
  });
});

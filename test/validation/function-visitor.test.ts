import { describe, expect, it } from 'vitest';
import type { DecodedModule } from '../../src/binary/decoded-module.js';
import { SectionId } from '../../src/binary/section-id.js';
import { DEFAULT_FEATURES } from '../../src/opcodes/feature.js';
import type { Op } from '../../src/opcodes/op.js';
import { OPCODES } from '../../src/opcodes/table.js';
import type { FunctionType } from '../../src/types/function-type.js';
import { ValueType } from '../../src/types/value-type.js';
import type { Catch, FunctionVisitor, LocalRun } from '../../src/validation/function-visitor.js';
import type { Handler } from '../../src/opcodes/handler.js';
import { validateModule } from '../../src/validation/module-validator.js';
import { functionModule, functionType, moduleOf, section } from '../binary/module-bytes.js';
import { wat } from './wat.js';

/** Writes down all that it is shown. */
class Trace implements FunctionVisitor {
  readonly lines: string[] = [];
  begin(
    index: number,
    type: FunctionType,
    locals: readonly LocalRun[],
    localCount: number,
    bodySizeBytes: number,
  ): void {
    const runs = locals.map((run) => `${run.start}:${run.type.toString(16)}`).join(',');
    this.lines.push(`begin ${index} ${type} {${runs}} ${localCount} ${bodySizeBytes}`);
  }
  again(): boolean {
    return false;
  }
  block(op: Op, type: FunctionType): void {
    this.lines.push(`${OPCODES[op].mnemonic} ${type}`);
  }
  else(reachable: boolean): void {
    this.lines.push(`else ${reachable}`);
  }
  end(reachable: boolean): void {
    this.lines.push(`end ${reachable}`);
  }
  brTable(labels: readonly number[]): void {
    this.lines.push(`br_table ${labels}`);
  }
  tryTable(type: FunctionType, catches: readonly Catch[]): void {
    const clauses = catches.map(({ kind, tag, label }) => `${kind}:${tag}:${label}`);
    this.lines.push(`try_table ${type} ${clauses}`);
  }
  duplicate(): void {
    this.lines.push('duplicate');
  }
  extended(handler: Handler, x: number, type: FunctionType): void {
    this.lines.push(`extended ${handler} ${x} ${type}`);
  }
  narrow(depth: number): void {
    this.lines.push(`narrow ${depth}`);
  }
  instruction(op: Op, x: number, y: number): void {
    this.lines.push(`${OPCODES[op].mnemonic} ${x} ${y}`);
  }
}

function trace(bytes: Uint8Array): string[] {
  const visitor = new Trace();
  validateModule(bytes, DEFAULT_FEATURES, () => visitor);
  return visitor.lines;
}

/** What is shown of a body of a function of the type, without `begin`. */
const shown = (signature: string, code: string): string[] =>
  trace(wat(`(module (memory 1) (func ${signature} ${code}))`)).slice(1);

describe('blocks', () => {
  it('shows blocks with their types', () => {
    expect(shown('(result i32)', '(block (result i32) (i32.const 1))')).toEqual([
      'block [] -> [i32]',
      'i32.const 1 0',
      'end true',
      'end true',
    ]);
    expect(
      shown(
        '(param i32) (result i32 i32)',
        '(local.get 0) (loop (param i32) (result i32 i32) (i32.const 2))',
      ),
    ).toEqual([
      'local.get 0 0',
      'loop [i32] -> [i32 i32]',
      'i32.const 2 0',
      'end true',
      'end true',
    ]);
  });

  it('shows `if` with and without `else`', () => {
    expect(shown('(param i32)', '(if (local.get 0) (then (nop)))')).toEqual([
      'local.get 0 0',
      'if [] -> []',
      'nop 0 0',
      'end true',
      'end true',
    ]);
    expect(shown('(param i32)', '(if (local.get 0) (then (return)) (else (nop)))')).toEqual([
      'local.get 0 0',
      'if [] -> []',
      'return 0 0',
      'else false',
      'nop 0 0',
      'end true',
      'end true',
    ]);
  });

  it('hides what is unreachable, blocks inside of it included', () => {
    expect(
      shown('(result i32)', '(block (br 0) (block (nop) (loop (br 1))) (drop)) (i32.const 3)'),
    ).toEqual(['block [] -> []', 'br 0 0', 'end false', 'i32.const 3 0', 'end true']);
    expect(
      shown('', '(unreachable) (if (i32.const 1) (then (nop)) (else (nop))) (select) (drop)'),
    ).toEqual(['unreachable 0 0', 'end false']);
    expect(shown('(param i32)', '(block (br_table 0 1 0 (local.get 0)) (nop)) (nop)')).toEqual([
      'block [] -> []',
      'local.get 0 0',
      'br_table 0,1,0',
      'end false',
      'nop 0 0',
      'end true',
    ]);
  });

  it('goes on after the `else` of an `if` whose first branch ends early', () => {
    expect(
      shown('(param i32)', '(if (local.get 0) (then (unreachable) (nop)) (else (br 0))) (nop)'),
    ).toEqual([
      'local.get 0 0',
      'if [] -> []',
      'unreachable 0 0',
      'else false',
      'br 0 0',
      'end false',
      'nop 0 0',
      'end true',
    ]);
  });
});

describe('immediates', () => {
  it('gives constants as signed integers', () => {
    expect(
      shown(
        '',
        '(drop (i32.const 0xffffffff)) (drop (i64.const 0x8000000000000001)) (drop (f32.const -0)) (drop (f64.const -2))',
      ).filter((line) => !line.startsWith('drop')),
    ).toEqual([
      'i32.const -1 0',
      'i64.const 1 -2147483648',
      'f32.const -2147483648 0',
      'f64.const 0 -1073741824',
      'end true',
    ]);
  });

  it('gives offset and memory of accesses, indices in the order of the binary', () => {
    const module = wat(`(module
      (type $t (func))
      (import "" "" (func $f))
      (memory 1) (memory 1)
      (table $a 1 funcref) (table $b 1 funcref)
      (global $g (mut i64) (i64.const 0))
      (elem $e func $f) (data $d "x")
      (func
        (drop (i32.load 1 offset=4294967295 (i32.const 0)))
        (i64.store offset=8 (i32.const 0) (i64.const 0))
        (global.set $g (global.get $g))
        (call_indirect $b (type $t) (i32.const 0))
        (memory.copy 1 0 (i32.const 0) (i32.const 0) (i32.const 0))
        (memory.init 1 $d (i32.const 0) (i32.const 0) (i32.const 0))
        (table.copy $a $b (i32.const 0) (i32.const 0) (i32.const 0))
        (table.init $b $e (i32.const 0) (i32.const 0) (i32.const 0))
        (elem.drop $e) (data.drop $d)
        (drop (ref.is_null (ref.func $f)))
        (drop (select (result externref) (ref.null extern) (ref.null extern) (i32.const 0)))
        (drop (memory.size 1))
        (return_call $f)))`);
    expect(trace(module).filter((line) => !/^(i\d\d\.const|drop)/.test(line))).toEqual([
      expect.stringMatching(/^begin 1 \[\] -> \[\] \{\} 0 \d+$/),
      'i32.load 4294967295 1',
      'i64.store 8 0',
      'global.get 0 0',
      'global.set 0 0',
      'call_indirect 0 1',
      'memory.copy 1 0',
      'memory.init 0 1',
      'table.copy 0 1',
      'table.init 0 1',
      'elem.drop 0 0',
      'data.drop 0 0',
      'ref.func 0 0',
      'ref.is_null 0 0',
      `ref.null ${ValueType.ExternRef} 0`,
      `ref.null ${ValueType.ExternRef} 0`,
      `select ${ValueType.ExternRef} 0`,
      'memory.size 1 0',
      'return_call 0 0',
      'end false',
    ]);
  });
});

describe('locals', () => {
  it('come as runs that do not span parameters and declared locals', () => {
    const { I32, I64 } = { I32: ValueType.I32, I64: ValueType.I64 };
    const module = functionModule(
      functionType([I64, I32, I32], []),
      [0x0b],
      [
        [0, I64],
        [2, I32],
        [3, I32],
        [0, I64],
        [40000, I32],
        [1, I64],
      ],
    );
    expect(trace(module)[0]).toBe('begin 0 [i64 i32 i32] -> [] {0:7e,1:7f,3:7f,40008:7e} 40009 16');
  });
});

describe('the factory', () => {
  const made = (bytes: Uint8Array): DecodedModule[] => {
    const modules: DecodedModule[] = [];
    validateModule(bytes, DEFAULT_FEATURES, (module) => {
      modules.push(module);
      return new Trace();
    });
    return modules;
  };
  it('is called once, with all that precedes the code', () => {
    const [module, ...others] = made(
      wat('(module (memory 2) (global i32 (i32.const 1)) (func (export "f")) (func) (data "x"))'),
    );
    expect(others).toEqual([]);
    expect(module).toMatchObject({ functions: [0, 0], importedMemories: 0, start: -1 });
    expect(module!.memories[0]!.minimum).toBe(2);
  });
  it('is called without a code section, too', () => {
    expect(made(moduleOf(section(SectionId.Type, 0)))).toHaveLength(1);
  });
});

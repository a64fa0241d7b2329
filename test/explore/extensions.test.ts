/** Modules with exceptions, references to functions, garbage collection and wide arithmetic. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse, print } from '@bytecodealliance/jco-transpile/wasm-tools';
import { describe, expect, it } from 'vitest';
import { endOfFunctions } from '../../src/explore/registers/try-table.js';
import { Engine, Module } from '../../src/index.js';
import { EXTENSION_OPCODES } from '../../src/opcodes/extension-table.js';
import { extensionRules } from '../../src/validation/rules.js';
import { callsInRegisterCode } from '../../src/prediction/register-calls.js';
import { EXTENSIONS } from './extension-instructions.js';
import { explorationOf, indicesOf, moduleText, sections } from './support.js';

describe('extensions', () => {
  it('have all their instructions in the module that is tried', () => {
    const missing = Object.values(EXTENSION_OPCODES).filter(
      ({ mnemonic }) =>
        !new RegExp(`\\b${mnemonic.replace('.', '\\.')}(?![\\w.])`).test(EXTENSIONS),
    );
    expect(missing).toEqual([]);
  });

  it('have a row for each instruction that is validated', () => {
    const known = Object.keys(extensionRules).filter((op) => EXTENSION_OPCODES[Number(op)]);
    expect(known).toEqual(Object.keys(extensionRules));
    expect(known.length).toBeGreaterThan(40);
  });

  it('are printed as they are written, names of fields and equal types included', async () => {
    const bytes = await parse(EXTENSIONS);
    const text = moduleText(explorationOf(bytes));
    expect(sections(await parse(text))).toEqual(sections(bytes));
    expect(text).toContain('struct.set $point $y');
    expect(text).toContain('struct.get $same 2');
  });

  it('have register code of which every word is printed once, in functions', async () => {
    const bytes = await parse(EXTENSIONS);
    const exploration = explorationOf(bytes);
    const items = [
      ...exploration.disassembly.types(),
      ...indicesOf(exploration).flatMap((index) => exploration.disassembly.function(index)),
    ];
    const { code } = new Module(new Engine(), bytes);
    const counts = new Array<number>(endOfFunctions(code, true)).fill(0);
    for (const { at, size } of items) for (let k = 0; k < size; k++) counts[at + k]!++;
    expect(counts.filter((count) => count !== 1)).toEqual([]);
    expect(items.map(({ text }) => text).join('\n')).not.toMatch(/undefined|NaN/);
  });

  it('are linked to what was made of them', async () => {
    const exploration = explorationOf(await parse(EXTENSIONS));
    for (const index of indicesOf(exploration)) checkLinks(exploration, index);
  });
});

function checkLinks(exploration: ReturnType<typeof explorationOf>, index: number): void {
  const { wat, registers, javascript } = exploration.view(index);
  const places = new Set(wat.map(({ at }) => at));
  for (const { text, offsets } of [...registers, ...javascript!]) {
    expect(offsets.length, text).toBeGreaterThan(0);
    for (const offset of offsets) expect(places, text).toContain(offset);
  }
}

describe('register code', () => {
  const TRY = `(module (tag $e (param i32)) (func $f (param i32) (result i32)
    (block $one (result i32)
      (block $all (result exnref)
        (try_table (catch $e $one) (catch_all_ref $all) (throw $e (local.get 0)))
        (return (i32.const 1)))
      throw_ref)))`;

  it('ends with the table of blocks that catch, and where the function goes on then', async () => {
    const exploration = explorationOf(await parse(TRY));
    const texts = exploration.view(0).registers.map(({ at, text }) => `${at} ${text}`);
    expect(texts).toEqual([
      '0 entry          3 slots, return in r1',
      '2 br             -> 3',
      '3 move32         r2, r0',
      '4 bulk           throw r2, 0, (i32)',
      '7 return32_c     1 via r1',
      '8 bulk           throw_ref r2, 0, (ref)',
      '11 return32       r2 via r1',
      '12 landing        3 slots, return in r1',
      '13 br             -> 11',
      '14 landing        3 slots, return in r1',
      '15 br             -> 8',
      '16 try_tables     1',
      '17 try            from 3 to 7',
      '20   catch $e -> 12 with values from r2',
      '23   catch_all_ref -> 14 with values from r2',
    ]);
  });

  it('tells which reference is called, and for predictions that it may be any function', async () => {
    const bytes = await parse(
      '(module (type $t (func (param i32 i32))) (func (param (ref $t)) i32.const 1 i32.const 2 local.get 0 call_ref $t))',
    );
    const texts = explorationOf(bytes)
      .view(0)
      .registers.map(({ text }) => text);
    expect(texts).toContain('call_indirect  ref r4 type 0, r2');
    expect(callsInRegisterCode(new Module(new Engine(), bytes)).get(0)!.callsTable).toBe(true);
  });

  it('of functions that catch is no obstacle to predictions', async () => {
    const calls = callsInRegisterCode(new Module(new Engine(), await parse(TRY)));
    expect([...calls.values()]).toEqual([{ callees: [], callsTable: false, callsOut: false }]);
  });
});

/** The specification's suite, where it lies beside the checkout. */
const SUITE = new URL('../../../shared/spec/core/', import.meta.url);
const OF_EXTENSIONS =
  /^(array|struct|i31|ref_|br_on|extern|gc|throw|try|tag|call_ref|return_call_ref|type-|binary-gc|local_init|table-sub|unreached-valid)/;
const scripts = existsSync(SUITE)
  ? readdirSync(SUITE).filter((name) => name.endsWith('.json') && OF_EXTENSIONS.test(name))
  : [];
if (scripts.length === 0) console.warn('SKIPPED: ../shared/spec is not there');

interface Command {
  readonly type: string;
  readonly filename?: string;
  readonly module_type?: string;
}

describe.skipIf(scripts.length === 0)('modules of the official suite', () => {
  it.each(scripts)('%s', async (name) => {
    const { commands } = JSON.parse(readFileSync(new URL(name, SUITE), 'utf8')) as {
      commands: Command[];
    };
    for (const { type, filename } of commands) {
      if ((type !== 'module' && type !== 'module_definition') || filename === undefined) continue;
      const bytes = new Uint8Array(readFileSync(new URL(filename, SUITE)));
      const exploration = explorationOf(bytes);
      for (const index of indicesOf(exploration)) checkLinks(exploration, index);
      const again = sections(await parse(moduleText(exploration)));
      expect(again, filename).toEqual(sections(await parse(await print(bytes))));
    }
  });
});

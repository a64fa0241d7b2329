import { expect, it } from 'vitest';
import { SectionId } from '../../src/binary/section-id.js';
import { Feature, featureName } from '../../src/opcodes/feature.js';
import { validateModule } from '../../src/validation/module-validator.js';
import { list, moduleOf, section } from '../binary/module-bytes.js';
import { wat } from './wat.js';

const ALL = Feature.AnyPageSize * 2 - 1;

/** A module with a memory of one page of 2^`log2` bytes. */
const pages = (log2: number): Uint8Array => moduleOf(section(SectionId.Memory, list([8, 1, log2])));

const MODULES: readonly (readonly [uses: number, module: Uint8Array])[] = [
  [0, wat('(module (table 1 funcref) (memory 1) (func (result i32) (i32.const 1)))')],
  [Feature.SignExtension, wat('(module (func (drop (i32.extend8_s (i32.const 1)))))')],
  [Feature.SaturatingConversion, wat('(module (func (drop (i32.trunc_sat_f32_s (f32.const 1)))))')],
  [Feature.MultiValue, wat('(module (func (result i32 i32) (i32.const 1) (i32.const 2)))')],
  [Feature.BulkMemory, wat('(module (memory 1) (data "a"))')],
  [Feature.ReferenceTypes, wat('(module (func (param externref)))')],
  [Feature.TailCall, wat('(module (func return_call 0))')],
  [Feature.ExtendedConst, wat('(module (global i32 (i32.add (i32.const 1) (i32.const 2))))')],
  [Feature.MultiMemory, wat('(module (memory 1) (memory 1))')],
  [Feature.CustomPageSizes, pages(0)],
  [Feature.CustomPageSizes | Feature.AnyPageSize, pages(4)],
  [
    Feature.TailCall | Feature.SignExtension,
    // Behind `return_call` nothing is reached, but it is validated all the same.
    wat('(module (func return_call 0 (drop (i64.extend32_s (i64.const 1)))))'),
  ],
];

it.each(MODULES.map(([uses, module]) => [uses, module] as const))(
  'finds the features %i that a module uses',
  (uses, module) => {
    expect(validateModule(module, ALL).usedFeatures).toBe(uses);
    expect(validateModule(module, uses).usedFeatures).toBe(uses);
    for (let feature: Feature = 1; feature <= uses; feature *= 2) {
      if ((uses & feature) === 0) continue;
      expect(() => validateModule(module, uses & ~feature), featureName(feature)).toThrow();
    }
  },
);

/**
 * Packs the opcode table into one number an instruction, for the device: `npm run generate` writes
 * them to `generated/facts.ts`, so that no mnemonic reaches a board's flash.
 *
 * Bits: 0–4 immediate, 5–9 the feature's bit number + 1, 15 always set but for instructions of
 * extensions, which have nothing but their feature, 16–18 alignment, 19 fuel (0
 * or 1), then three bits a type: 20–22, 23–25, 26–28 the operands from the last to the first, 29–31
 * the result. Zero: no such instruction.
 */
import type { Feature } from './feature.js';
import { EXTENSION_OPCODES } from './extension-table.js';
import { OPCODES } from './table.js';

const LETTERS = ' ilfdr';

function featureBits(feature: Feature): number {
  return feature === 0 ? 0 : (32 - Math.clz32(feature)) << 5;
}

/** The packed words, by opcode; those with the prefix 0xfb are all of one feature. */
export function packOpcodes(): number[] {
  const facts: number[] = new Array<number>(0x117).fill(0);
  for (const [code, row] of Object.entries(OPCODES)) {
    const [operands = '', result = ''] = row.signature.split(':');
    let word =
      row.immediate |
      featureBits(row.feature) |
      (1 << 15) |
      (row.alignLog2 << 16) |
      (row.fuel << 19);
    for (let i = 0; i < operands.length; i++) {
      word |= LETTERS.indexOf(operands[operands.length - 1 - i]!) << (20 + 3 * i);
    }
    if (result !== '') word |= LETTERS.indexOf(result) << 29;
    facts[Number(code)] = word;
  }
  for (const [code, { feature }] of Object.entries(EXTENSION_OPCODES)) {
    if (Number(code) < facts.length) facts[Number(code)] = featureBits(feature);
  }
  return facts;
}

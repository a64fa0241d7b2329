/** The simulator with an RP2040's doubles: see rp2040-doubles.h. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Variant } from '../../src/simulator/index.js';

const HEADER = readFileSync(new URL('rp2040-doubles.h', import.meta.url), 'utf8');

const LEFT = String.raw`slot->value\.number|\(txNumber\)\(slot->value\.integer\)`;
const RIGHT = String.raw`(?:mxStack|stack)->value\.number|\(txNumber\)\(mxStack->value\.integer\)`;

const FUNCTIONS: Readonly<Record<string, string>> = {
  '+': 'rp2040Add',
  '-': 'rp2040Subtract',
  '*': 'rp2040Multiply',
  '/': 'rp2040Divide',
};

interface Edit {
  readonly file: string;
  readonly find: RegExp;
  readonly replace: string | ((...groups: string[]) => string);
  /** How often the place is there in the XS that we know. */
  readonly times: number;
}

const EDITS: readonly Edit[] = [
  {
    file: 'xsRun.c',
    find: new RegExp(String.raw`slot->value\.number ([-+*/])= (${RIGHT});`, 'g'),
    replace: (_all, operator, right) =>
      `slot->value.number = ${FUNCTIONS[operator!]}(slot->value.number, ${right});`,
    times: 12,
  },
  {
    file: 'xsRun.c',
    find: new RegExp(String.raw`slot->value\.number = (${LEFT}) ([-+*/]) (${RIGHT});`, 'g'),
    replace: (_all, left, operator, right) =>
      `slot->value.number = ${FUNCTIONS[operator!]}(${left}, ${right});`,
    times: 11,
  },
  {
    file: 'xsRun.c',
    find: new RegExp(String.raw`\((${LEFT}) (<|<=|>|>=|==|!=) (${RIGHT})\)`, 'g'),
    replace: '(rp2040Flush($1) $2 rp2040Flush($3))',
    times: 22,
  },
  { file: 'xsMath.c', find: /c_sqrt\(mxArgv/g, replace: 'rp2040Sqrt(mxArgv', times: 1 },
  { file: 'xsMath.c', find: /c_floor\(mxArgv/g, replace: 'rp2040Floor(mxArgv', times: 1 },
  { file: 'xsMath.c', find: /c_ceil\(mxArgv/g, replace: 'rp2040Ceil(mxArgv', times: 1 },
  {
    file: 'xsMath.c',
    find: /arg = \(float\)fxToNumber\(the, mxArgv\(0\)\);\n(.*\n)(.*)= arg;/g,
    replace: 'arg = rp2040ToFloat(fxToNumber(the, mxArgv(0)));\n$1$2= rp2040ToDouble(arg);',
    times: 1,
  },
  {
    file: 'xsDataView.c',
    find: /float value = \(float\)slot->value\.number;/g,
    replace: 'float value = rp2040ToFloat(slot->value.number);',
    times: 1,
  },
  {
    file: 'xsDataView.c',
    find: /slot->value\.number = IMPORT\(Float\);/g,
    replace: 'slot->value.number = rp2040ToDouble(IMPORT(Float));',
    times: 1,
  },
];

/** @throws Error when XS is not the one that the edits are for */
function change(file: string, text: string): string {
  const edits = EDITS.filter((edit) => edit.file === file);
  for (const { find, replace, times } of edits) {
    const found = text.match(find)?.length ?? 0;
    if (found !== times) throw new Error(`${file}: ${String(find)} is there ${found} times`);
    text = text.replace(find, replace as string);
  }
  // Behind XS's own includes, which say what the names of the C library are.
  return edits.length === 0 ? text : text.replace('#include "xsAll.h"', `$&\n${HEADER}`);
}

export const RP2040: Variant = {
  change,
  version: createHash('sha256')
    .update(HEADER)
    .update(JSON.stringify(EDITS.map(({ find, replace }) => [String(find), String(replace)])))
    .digest('hex'),
};

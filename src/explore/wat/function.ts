import type { DecodedModule } from '../../binary/decoded-module.js';
import type { Reader } from '../../binary/reader.js';
import { readValueType } from '../../binary/value-types.js';
import { ExtensionOp } from '../../opcodes/extension-op.js';
import { Op } from '../../opcodes/op.js';
import type { ValueType } from '../../types/value-type.js';
import type { Line } from '../model.js';
import { more, readInstruction } from './instruction.js';
import { type Names, Space } from './names.js';
import { comment, stringText } from './string.js';
import { type TypeTexts, words } from './types.js';

/** Where a function's body is: its locals and instructions, without the size before them. */
export interface Body {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/** Blocks that are deeper are not indented further, or the text would grow with the square. */
const MAX_INDENT = 40;

/**
 * Prints a function: a line for its type, one for its locals, one for each instruction. The lines'
 * places are in order; those of type and locals are where the body begins.
 * https://webassembly.github.io/spec/core/text/modules.html#functions
 *
 * @param exported the names under which it is exported
 */
export function functionText(
  module: DecodedModule,
  names: Names,
  types: TypeTexts,
  body: Body,
  exported: readonly string[],
  listLimit: number,
): Line[] {
  const { index, start, end } = body;
  const reader = types.reader(module.bytes, start);
  const lines: Line[] = [];
  const add = (at: number, text: string): void => void lines.push({ at, text, offsets: [at] });

  add(start, header(module, names, types, index, exported));
  const locals = readLocals(reader, names, types, index, listLimit, module);
  if (locals !== '') add(start, `  ${locals}`);
  let depth = 0;
  while (reader.position < end) {
    const at = reader.position;
    const { op, text } = readInstruction(reader, {
      names,
      types,
      functionIndex: index,
      depth,
      listLimit,
    });
    if (op === Op.end && depth-- === 0) {
      add(at, ')');
      continue;
    }
    const outdented = op === Op.else ? 0 : 1;
    add(at, '  '.repeat(Math.min(depth + outdented, MAX_INDENT)) + text);
    if (opensBlock(op)) depth++;
  }
  return lines;
}

function opensBlock(op: Op): boolean {
  return (
    op === Op.block ||
    op === Op.loop ||
    op === Op.if ||
    (op as number) === (ExtensionOp.try_table as number)
  );
}

function header(
  module: DecodedModule,
  names: Names,
  texts: TypeTexts,
  index: number,
  exported: readonly string[],
): string {
  const typeIndex = module.functions[index]!;
  return words(
    `(func ${names.definition(Space.Function, index)}`,
    ...exported.map((name) => comment(`export ${stringText(name)}`)),
    `(type ${names.use(Space.Type, typeIndex)})`,
    declarations('param', texts.params(typeIndex), 0, names, texts, index),
    texts.list('result', texts.results(typeIndex)),
  );
}

/** `(param $x i32) (param i64 i64)`: what has a name needs brackets of its own. */
function declarations(
  keyword: string,
  types: readonly ValueType[],
  first: number,
  names: Names,
  texts: TypeTexts,
  functionIndex: number,
): string {
  const groups: string[] = [];
  let unnamed: ValueType[] = [];
  const flush = (): void => {
    if (unnamed.length > 0) groups.push(texts.list(keyword, unnamed));
    unnamed = [];
  };
  types.forEach((type, i) => {
    const id = names.localId(functionIndex, first + i);
    if (id === undefined) unnamed.push(type);
    else {
      flush();
      groups.push(`(${keyword} ${id} ${texts.value(type)})`);
    }
  });
  flush();
  return groups.join(' ');
}

/** Reads the declarations of locals, of which three bytes may declare 50,000. */
function readLocals(
  reader: Reader,
  names: Names,
  texts: TypeTexts,
  functionIndex: number,
  listLimit: number,
  module: DecodedModule,
): string {
  const types: ValueType[] = [];
  let count = 0;
  for (let left = reader.u32(); left > 0; left--) {
    const size = reader.u32();
    const type = readValueType(reader);
    for (let k = 0; k < size && types.length < listLimit; k++) types.push(type);
    count += size;
  }
  const first = texts.params(module.functions[functionIndex]!).length;
  const text = declarations('local', types, first, names, texts, functionIndex);
  return words(text, count > types.length ? more(count - types.length) : '');
}

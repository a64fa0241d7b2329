/** How `generated/rows.ts` writes cases down. */

/** `i` i32, `l` i64, `f` f32, `d` f64. */
export type Letter = 'i' | 'l' | 'f' | 'd';

/** How many operands of a type instructions with two of them are tried with: the first ones. */
const FEW = 13;

/** What stands for a result that is no value. */
export const enum Outcome {
  /** A NaN without a payload, of either sign. */
  CanonicalNaN = 'C',
  /** A quiet NaN. */
  ArithmeticNaN = 'A',
  Trap = 'T',
}

/** One or more instructions, and what they are to make of operands. */
export interface Row {
  readonly name: string;
  readonly operands: readonly Operand[];
  /** The instructions after the operands' own. */
  readonly code: readonly number[];
  readonly result: Letter;
  /** An outcome's letter, or a value's place among those of its type (`placeText`), for each case. */
  readonly results: string;
}

/** Where operands come from, as rows write it. */
export const enum Source {
  /** From memory. */
  Memory = ':',
  /** Each value is a constant in a module of its own. */
  Constants = '=',
  /** It is the one constant that the operand's code has. */
  Fixed = 'k',
}

interface Operand {
  readonly type: Letter;
  readonly source: Source;
  /** Instructions on it alone. */
  readonly code: readonly number[];
}

/** `f64.mul of integers|i:b7 i:b7|a2|d|…`: code is in hexadecimal. */
export function parseRow(text: string): Row {
  const [name, operands, code, result, results] = text.split('|') as [
    string,
    string,
    string,
    Letter,
    string,
  ];
  return {
    name,
    operands: operands.split(' ').map((operand) => ({
      type: operand.charAt(0) as Letter,
      source: operand.charAt(1) as Source,
      code: bytesOf(operand.slice(2)),
    })),
    code: bytesOf(code),
    result,
    results,
  };
}

function bytesOf(hex: string): number[] {
  const bytes: number[] = [];
  for (let i = 0; i < hex.length; i += 2) bytes.push(parseInt(hex.slice(i, i + 2), 16));
  return bytes;
}

/** How many values an operand takes, of `counts` that the types have; 1 where there is none. */
export function choices(
  { operands }: Row,
  index: number,
  counts: Readonly<Record<Letter, number>>,
): number {
  const operand = operands[index];
  if (operand === undefined || operand.source === Source.Fixed) return 1;
  return operands.length > 1 ? Math.min(counts[operand.type], FEW) : counts[operand.type];
}

/** Half of the places need one character, because operands are frequent results. */
const SINGLE = 36;
/** First of two characters; no outcome is among them. */
const PREFIXES = 'BDEFGHIJKLMNOPQRSUVWXYZ';

/** One or two characters for a place below 864. */
export function placeText(place: number): string {
  const last = (place % SINGLE).toString(SINGLE);
  return place < SINGLE ? last : PREFIXES.charAt(Math.floor(place / SINGLE) - 1) + last;
}

/** Reads what `placeText` wrote at `at`; its length is 2 from place 36 on, else 1. */
export function placeAt(text: string, at: number): number {
  const prefix = PREFIXES.indexOf(text.charAt(at)) + 1;
  const last = prefix === 0 ? at : at + 1;
  return prefix * SINGLE + parseInt(text.charAt(last), SINGLE);
}

export function placeLength(place: number): number {
  return place < SINGLE ? 1 : 2;
}

import { INSTRUCTIONS } from '../../interpreter/instructions/all.js';
import { FIRST_HANDLER } from '../../opcodes/handler.js';
import { Op } from '../../opcodes/op.js';
import { OPCODES } from '../../opcodes/table.js';
import { HANDLERS, signatureText } from './handlers.js';
import { hexadecimal, type Operands, slot } from './operands.js';

/** Prints an instruction's operands, and takes the words that belong to it. */
type Format = (o: Operands) => string;

/** Instructions whose bodies do not tell by their fields alone what these mean. */
const SPECIAL: Readonly<Record<string, Format>> = {
  br: (o) => o.near(o.s24),
  br_nez: (o) => `${o.a} ${o.near(o.s16)}`,
  br_eqz: (o) => `${o.a} ${o.near(o.s16)}`,
  br_table: (o) => `${o.a} ${o.table(o.take())}`,

  call: (o) => `${o.own(o.u16)}, ${o.a}`,
  call_import: (o) => `${o.func(o.u16)}, ${o.a}`,
  call_far: (o) => `${o.func(o.take())}, ${o.wide}`,
  call_indirect: (o) => `${indirect(o)}, ${o.wide}`,
  return_call: (o) => `${o.func(o.take())}, ${o.wide}, ${tail(o)}`,
  return_call_indirect: (o) => `${indirect(o)}, ${o.wide}, ${tail(o)}`,
  return0: (o) => `via ${o.wide}`,
  return32: (o) => `${o.a} via ${o.wide}`,
  return32_c: (o) => `${o.signed('a')} via ${o.wide}`,
  return64: (o) => `${o.a} via ${o.wide}`,
  return_ref: (o) => `${o.a} via ${o.wide}`,
  bulk,

  get_wide: (o) => `${o.a}, ${o.wide}`,
  set_wide: (o) => `${o.wide}, ${o.a}`,
  get_wide_ref: (o) => `${o.a}, ${o.wide}`,
  set_wide_ref: (o) => `${o.wide}, ${o.a}`,
  move_many: (o) => {
    const from = o.take();
    return `${o.wide}, ${slot(from & 0xffff)}, ${from >>> 16} slots`;
  },
  const32_high: (o) => `${o.a}, ${hexadecimal(o.u16 << 16)}`,
  const64_high: (o) => `${o.a}, ${hexadecimal(o.u16 << 16)}_00000000`,
  const64: (o) => {
    const low = o.take();
    return `${o.a}, ${hexadecimal(o.take())}_${hexadecimal(low).slice(2)}`;
  },
  zero: (o) => `${o.wide}, ${o.unsigned('a')} slots`,
  zero_many: (o) => `${o.wide}, ${o.take()} slots`,
  zero_refs: (o) => `${o.wide}, ${o.take()} slots`,
  select32: choice,
  select64: choice,
  select_ref: choice,

  global_set32: (o) => `globals[${o.u16}], ${o.a}`,
  global_set32_c: (o) => `globals[${o.u16}], ${o.signed('a')}`,
  global_set64: (o) => `globals[${o.u16}], ${o.a}`,
  global_set_ref: (o) => `globals[${o.u16}], ${o.a}`,
  shared_set: (o) => `globals[${o.u16}], ${o.a}`,
  shared_set_ref: (o) => `globals[${o.u16}], ${o.a}`,

  use_memory: (o) => `memory ${o.s24}`,
  memory_size: (o) => `${o.a}, memory ${o.u16}`,
  ref_func: (o) => `${o.a}, ${o.func(o.take())}`,
  table_get: (o) => `${o.a}, table ${o.take()}[${o.b}]`,
  table_set: (o) => `table ${o.take()}[${o.b}], ${o.a}`,
  table_size: (o) => `${o.a}, table ${o.u16}`,
};

/** Families of instructions, by their names; the first that matches. */
const FAMILIES: readonly (readonly [RegExp, (body: string) => Format])[] = [
  [/^load.*_at$/, () => (o) => `${o.a}, [${o.u16}]`],
  [/^load.*_far$/, () => (o) => `${o.a}, [${o.b} + ${o.take() >>> 0}]`],
  [/^load/, (body) => (o) => `${o.a}, ${address(o, body)}`],
  [/^store.*_at$/, () => (o) => `[${o.u16}], ${o.a}`],
  [/^store.*_far$/, () => (o) => `[${o.b} + ${o.take() >>> 0}], ${o.a}`],
  [/^store/, (body) => (o) => `${address(o, body)}, ${o.a}`],
  [/^br_.*_c_far$/, () => (o) => `${o.a}, ${o.s16} ${o.far()}`],
  [/^br_.*_far$/, () => (o) => `${o.a}, ${o.b} ${o.far()}`],
  [/^br_.*_c$/, () => (o) => `${o.a}, ${o.signed('b')} ${o.near(o.signed('c'))}`],
  [/^br_/, () => (o) => `${o.a}, ${o.b} ${o.near(o.signed('c'))}`],
  [/^(global|shared)_get/, () => (o) => `${o.a}, globals[${o.u16}]`],
  [/./, operandsOf],
];

/** Fields in the order in which they are printed, as bodies name them, and what they are. */
const FIELDS: readonly (readonly [RegExp, Format])[] = [
  [/\{[aA]\}/, (o) => o.a],
  [/\{[bB]\}/, (o) => o.b],
  [/\{[cC]\}/, (o) => o.c],
  [/\{b8\}/, (o) => String(o.signed('b'))],
  [/\{s8\}/, (o) => String(o.signed('c'))],
  [/\{u8\}/, (o) => String(o.unsigned('c'))],
  [/\{u8x4\}/, (o) => String(o.unsigned('c') * 4)],
  [/\{s16\}/, (o) => String(o.s16)],
  [/\{u16\}/, (o) => String(o.u16)],
  [/\{s24\}/, (o) => String(o.s24)],
];

/** The format of an instruction that says all by the fields in its body. */
function operandsOf(body: string): Format {
  const fields = FIELDS.filter(([pattern]) => pattern.test(body)).map(([, format]) => format);
  for (const [next] of body.matchAll(/\{next\}/g)) if (next) fields.push((o) => String(o.take()));
  return (o) => fields.map((format) => format(o)).join(', ');
}

/** An address whose offset counts in units of the access. */
function address(o: Operands, body: string): string {
  const unit = Number(/\{u8(?:x(\d))?\}/.exec(body)![1] ?? 1);
  const offset = o.unsigned('c') * unit;
  return offset === 0 ? `[${o.b}]` : `[${o.b} + ${offset}]`;
}

/** Of `call_ref` the table is negative, and the function lies behind so many arguments. */
function indirect(o: Operands): string {
  const type = o.take();
  const table = o.take();
  return table < 0
    ? `ref ${slot(o.u16 - 1 - table)} type ${type}`
    : `table ${table}[${o.a}] type ${type}`;
}

/** How many arguments of a tail call move to the frame's beginning, and the return slot. */
function tail(o: Operands): string {
  const word = o.take();
  return `${word & 0xffff} arguments via ${slot(word >>> 16)}`;
}

function choice(o: Operands): string {
  return `${o.a}, ${o.b}, ${o.c} if ${slot(o.take())}`;
}

/** They are named by the low byte of their opcode, all but one being behind a prefix; or are handlers. */
function bulk(o: Operands): string {
  const byte = o.unsigned('a');
  const [x, y] = [o.take(), o.take()];
  if (byte >= FIRST_HANDLER) {
    const name = (HANDLERS as Readonly<Record<number, string>>)[byte] ?? byte;
    return `${name} ${o.wide}, ${x}, ${signatureText(y)}`;
  }
  const op: Op = byte === Op.memory_grow ? byte : 0x100 + byte;
  return `${OPCODES[op]?.mnemonic ?? byte} ${o.wide}, ${x}, ${y}`;
}

/** By an instruction's name, what prints its operands. */
export const FORMATS: ReadonlyMap<string, Format> = new Map(
  Object.entries(INSTRUCTIONS).map(([name, body]) => [
    name,
    SPECIAL[name] ?? FAMILIES.find(([pattern]) => pattern.test(name))![1](body),
  ]),
);

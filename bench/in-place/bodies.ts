/**
 * What each WebAssembly opcode does in the in-place interpreter, as text of JavaScript. The
 * operations on numbers are the register code's (src/interpreter/instructions) with the fields set
 * to the top of the stack, so that both engines compute alike and differ in how they reach operands.
 *
 * `sp` is the low cell of the top slot, `fp` that of the first local, `stp` the next entry of the
 * side table, `mask` the locals that fill both cells (bit 31 for all from the 31st on).
 */
import { INSTRUCTIONS } from '../../src/interpreter/instructions/all.js';
import { Op } from '../../src/opcodes/op.js';
import { OPCODES } from '../../src/opcodes/table.js';

/** An unsigned immediate; most have one byte. */
const U32 =
  'x = code[pc++]; if (x > 127) { x &= 127; k = 7; ' +
  'do { t = code[pc++]; x |= (t & 127) << k; k += 7; } while (t > 127); }';

/** Goes where the entry says; its distance counts from the byte after the opcode. */
const TAKE =
  'w = side[stp]; pc += w >> 16; stp += (w << 16) >> 24; ' +
  'if ((w & 255) !== 0) { ' +
  'if ((w & 255) === 255) { k = w >>> 8; pc = side[k]; stp = side[k + 1]; sp = drop(R, sp, side[k + 2], side[k + 3]); } ' +
  'else sp = drop(R, sp, (w >> 5) & 7, w & 31); }';
const SKIP = 'pc++; stp++;';

/** What the frame saved is read first: results may take its place. */
const RETURN =
  'pc = R[base]; j = R[base + 1]; w = R[base + 2]; mask = R[base + 3]; ' +
  'x = res & 63; ' +
  'if (x === 1) { R[fp] = R[sp]; if (res > 63) R[fp + 1] = R[sp + 1]; } ' +
  'else if (x > 1) R.copyWithin(fp, sp + 2 - (x << 1), sp + 2); ' +
  'if (pc < 0) return; sp = fp - 2 + (x << 1); fp = j; ' +
  'stp = w & 0xffff; f = w >>> 16; ' +
  'k = f << 2; w = side[k]; end = w & 0xffffff; res = w >>> 24; w = side[k + 2]; ' +
  'base = fp + (((w & 1023) + ((w >> 10) & 4095)) << 1);';

/** Copies the high cell of a local where it has one. */
const wide = (statement: string): string =>
  `if (mask !== 0 && ((mask >> (x < 31 ? x : 31)) & 1) !== 0) ${statement}`;

const EXPLICIT: Readonly<Record<number, string>> = {
  [Op.unreachable]: "throw new Error('unreachable');",
  [Op.nop]: '',
  [Op.block]: 'pc++;',
  [Op.loop]: 'pc++;',
  [Op.if]: `sp -= 2; if (R[sp + 2] === 0) { ${TAKE} } else { ${SKIP} }`,
  [Op.else]: TAKE,
  [Op.end]: `if (pc === end) { ${RETURN} }`,
  [Op.br]: TAKE,
  [Op.br_if]: `sp -= 2; if (R[sp + 2] === 0) { ${SKIP} } else { ${TAKE} }`,
  [Op.br_table]: `j = pc; ${U32} y = R[sp]; sp -= 2; if (y < 0 || y > x) y = x; stp += y; pc = j; ${TAKE}`,
  [Op.return]: RETURN,
  [Op.call]: `${U32} break;`,
  [Op.drop]: 'sp -= 2;',
  [Op.select]: 'sp -= 4; if (R[sp + 4] === 0) { R[sp] = R[sp + 2]; R[sp + 1] = R[sp + 3]; }',
  [Op.local_get]: `${U32} sp += 2; i = fp + (x << 1); R[sp] = R[i]; ${wide('R[sp + 1] = R[i + 1];')}`,
  [Op.local_set]: `${U32} i = fp + (x << 1); R[i] = R[sp]; ${wide('R[i + 1] = R[sp + 1];')} sp -= 2;`,
  [Op.local_tee]: `${U32} i = fp + (x << 1); R[i] = R[sp]; ${wide('R[i + 1] = R[sp + 1];')}`,
  [Op.global_get]: `${U32} o = globals[x]; sp += 2; R[sp] = o.low; if (o.wide) R[sp + 1] = o.high;`,
  [Op.global_set]: `${U32} o = globals[x]; o.low = R[sp]; if (o.wide) o.high = R[sp + 1]; sp -= 2;`,
  [Op.memory_size]: 'pc++; sp += 2; R[sp] = instance.pages;',
  [Op.i32_const]:
    'sp += 2; x = code[pc++]; if (x < 128) R[sp] = (x << 25) >> 25; else { x &= 127; k = 7; ' +
    'do { t = code[pc++]; x |= (t & 127) << k; k += 7; } while (t > 127); ' +
    'R[sp] = k < 32 ? (x << (32 - k)) >> (32 - k) : x; }',
  [Op.i64_const]:
    'sp += 2; x = code[pc++]; if (x < 128) { x = (x << 25) >> 25; R[sp] = x; R[sp + 1] = x >> 31; } ' +
    'else { x &= 127; k = 7; ' +
    'do { t = code[pc++]; x |= (t & 127) << k; k += 7; } while (t > 127 && k < 28); ' +
    'if (t < 128) { x = (x << (32 - k)) >> (32 - k); y = x >> 31; } ' +
    'else { t = code[pc++]; x |= (t & 127) << 28; y = (t & 127) >> 4; k = 3; ' +
    'while (t > 127) { t = code[pc++]; y |= (t & 127) << k; k += 7; } ' +
    'if (k < 32) y = (y << (32 - k)) >> (32 - k); } R[sp] = x; R[sp + 1] = y; }',
  [Op.f32_const]: 'sp += 2; R[sp] = bytes.getInt32(pc, true); pc += 4;',
  [Op.f64_const]:
    'sp += 2; R[sp] = bytes.getInt32(pc, true); R[sp + 1] = bytes.getInt32(pc + 4, true); pc += 8;',
};

/** Loads and stores: the register instruction, and what makes an i64 of a narrow value. */
const ACCESSES: readonly string[] = [
  ...['load32', 'load64', 'load32', 'load64'],
  ...['load8_s', 'load8_u', 'load16_s', 'load16_u'],
  ...['load8_s+s', 'load8_u+u', 'load16_s+s', 'load16_u+u', 'load32+s', 'load32+u'],
  ...['store32', 'store64', 'store32', 'store64', 'store8', 'store16'],
  ...['store8', 'store16', 'store32'],
];

/** a > b is b < a; the register code has only one of each pair. */
const SWAPPED: readonly (readonly [RegExp, string])[] = [
  [/_gt(_[su])?$/, '_lt$1'],
  [/_le_([su])$/, '_ge_$1'],
  [/_ge$/, '_le'],
];

const RETYPED = /reinterpret|wrap/;

function place(body: string, a: string, b: string, c: string): string {
  const half = (cell: string): string => `(${cell} >> 1)`;
  return body
    .replace(/\{a\}/g, a)
    .replace(/\{b\}/g, b)
    .replace(/\{c\}/g, c)
    .replace(/\{A\}/g, half(a))
    .replace(/\{B\}/g, half(b))
    .replace(/\{C\}/g, `${half(c)}`.replace('(sp + 2 >> 1)', '(sp >> 1) + 1'));
}

/** Takes out copies of `sp` into other variables. */
function tidy(body: string): string {
  let text = body;
  for (const name of ['i', 'j', 'k']) {
    if (!text.includes(`${name} = sp; `)) continue;
    text = text.replace(`${name} = sp; `, '').replace(new RegExp(`\\b${name}\\b`, 'g'), 'sp');
  }
  return text
    .replace(/D\[\(sp \+ 2 >> 1\)\]/g, 'D[(sp >> 1) + 1]')
    .replace(/sp \+ 2 \+ 1/g, 'sp + 3');
}

function access(name: string): string {
  const [instruction, extension] = name.split('+') as [string, string?];
  const body = INSTRUCTIONS[instruction]!.replace(/\+ \{u8\w*\}/, '+ x');
  // load64 and store64 use x after the address was made of it.
  if (instruction.startsWith('store')) {
    return `pc++; ${U32} sp -= 4; ${tidy(place(body, 'sp + 4', 'sp + 2', ''))}`;
  }
  const extend =
    extension === 's' ? ' R[sp + 1] = R[sp] >> 31;' : extension === 'u' ? ' R[sp + 1] = 0;' : '';
  return `pc++; ${U32} ${tidy(place(body, 'sp', 'sp', ''))}${extend}`;
}

const I32_TEST = /^i32_(eqz|eq|ne|[lg][te]_[su])$/;

function numeric(name: string): string {
  if (RETYPED.test(name)) return '';
  let instruction = name === 'i64_extend32_s' ? 'i64_extend_i32_s' : name;
  let swapped = false;
  if (INSTRUCTIONS[instruction] === undefined) {
    const [pattern, replacement] = SWAPPED.find(([p]) => p.test(name))!;
    instruction = name.replace(pattern, replacement);
    swapped = true;
  }
  const body = INSTRUCTIONS[instruction]!;
  const binary = /\{[cC]\}/.test(body);
  if (I32_TEST.test(name)) {
    // Nearly always a branch follows: the result need not go through the stack.
    const condition = /= (.*) \? 1 : 0;$/.exec(body)![1]!;
    const fused = binary
      ? place(condition, '', swapped ? 'sp + 4' : 'sp + 2', swapped ? 'sp + 2' : 'sp + 4')
      : place(condition, '', 'sp + 2', '');
    const plain = binary
      ? `sp -= 2; R[sp] = ${place(condition, '', swapped ? 'sp + 2' : 'sp', swapped ? 'sp' : 'sp + 2')} ? 1 : 0;`
      : `R[sp] = ${place(condition, '', 'sp', '')} ? 1 : 0;`;
    return (
      `if (code[pc] === ${Op.br_if}) { pc++; sp -= ${binary ? 4 : 2}; ` +
      `if (${fused}) { ${TAKE} } else { ${SKIP} } } else { ${plain} }`
    );
  }
  if (!binary) return tidy(place(body, 'sp', 'sp', ''));
  const [b, c] = swapped ? ['sp + 2', 'sp'] : ['sp', 'sp + 2'];
  return `sp -= 2; ${tidy(place(body, 'sp', b!, c!))}`;
}

/** By opcode. Opcodes behind the prefix 0xfc are at 0x100, as in `Op`. */
export function bodies(): Map<number, string> {
  const result = new Map<number, string>();
  for (const [code, row] of Object.entries(OPCODES)) {
    const op = Number(code);
    const name = row.mnemonic.replace('.', '_');
    if (EXPLICIT[op] !== undefined) result.set(op, EXPLICIT[op]);
    else if (op >= Op.i32_load && op <= Op.i64_store32) {
      result.set(op, access(ACCESSES[op - Op.i32_load]!));
    } else if ((op >= Op.i32_eqz && op < Op.ref_null) || (op >= 0x100 && op < 0x108)) {
      result.set(op, numeric(name));
    }
  }
  for (const [op, body] of result) {
    if (/\{\w+\}/.test(body)) throw new Error(`0x${op.toString(16)}: ${body}`);
  }
  return result;
}

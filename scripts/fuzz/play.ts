import { isTrap, type Engine, type Session, type Signature } from './engine.js';
import type { Plan } from './plan.js';

/** Begins the line of an error that no engine may ever let out. */
export const INTERNAL_ERROR = 'internal error: ';

/**
 * Carries out a plan and tells what happened, a line each:
 *
 *     instantiation traps KIND/detail
 *     host h0(1,2)
 *     3 f0(i32:1,i64:-2) = f32:0.5 [fuel 12]
 *     4 f1() traps memory/out of bounds memory access [fuel 3]
 *     memory m0: 65536 bytes; 3:1a2b3c4d
 *     variable g1: 5
 *
 * Calls are numbered. Memories and variables are told after each round, and when fuel ran out.
 */
export function play(engine: Engine, bytes: Uint8Array, plan: Plan): string[] {
  const lines: string[] = [];
  try {
    playInto(lines, engine, bytes, plan);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? `${error}`) : String(error);
    const all = error instanceof Error && !text.includes(error.message) ? `${error} ${text}` : text;
    lines.push(INTERNAL_ERROR + all.split('\n').slice(0, 6).join(' | '));
  }
  return lines;
}

function playInto(lines: string[], engine: Engine, bytes: Uint8Array, plan: Plan): void {
  const session = engine.load(bytes, plan);
  if (session === undefined) {
    lines.push('invalid');
    return;
  }
  takeLog(lines, session);
  if (session.failure !== undefined) {
    const { kind, detail } = session.failure;
    lines.push(`instantiation traps ${kind}/${detail}`);
    return;
  }
  let count = 0;
  for (const round of plan.rounds) {
    for (const { target, args, fuel } of round) {
      const signature = plan.functions[target]!;
      const outcome = session.call(signature, args, fuel);
      takeLog(lines, session);
      const call = `${count++} ${signature.name}(${typed(signature.params, args)})`;
      const left = session.fuel();
      const fuelText = left === undefined ? '' : ` [fuel ${left}]`;
      if (isTrap(outcome)) {
        lines.push(`${call} traps ${outcome.kind}/${outcome.detail}${fuelText}`);
        if (outcome.kind === 'fuel') tellState(lines, session);
      } else lines.push(`${call} = ${typed(signature.results, outcome)}${fuelText}`);
    }
    tellState(lines, session);
  }
}

/** One by one: in XS arguments lie on a stack, and a log may be long. */
function takeLog(lines: string[], session: Session): void {
  for (const line of session.takeLog()) lines.push(line);
}

function typed(types: Signature['params'], texts: readonly string[]): string {
  return types.map((type, i) => `${type}:${texts[i]}`).join();
}

function tellState(lines: string[], session: Session): void {
  for (const [name, bytes] of session.memories()) {
    lines.push(`memory ${name}: ${bytes.length} bytes;${digests(bytes)}`);
  }
  for (const [name, value] of session.variables()) lines.push(`variable ${name}: ${value}`);
}

const BLOCK_BYTES = 1024;

/** For each block that has anything but zeros: its number and a hash. */
function digests(bytes: Uint8Array): string {
  const { buffer, byteOffset, length } = bytes;
  const whole = length - (length % BLOCK_BYTES);
  const words = new Int32Array(buffer, byteOffset, whole >> 2);
  const perBlock = BLOCK_BYTES >> 2;
  let text = '';
  for (let from = 0; from < words.length; from += perBlock) {
    const end = from + perBlock;
    let hash = 0;
    for (let i = from; i < end; i++) {
      const word = words[i]!;
      if (word !== 0) hash = mix(hash, word, i);
    }
    if (hash !== 0) text += ` ${from / perBlock}:${(hash >>> 0).toString(16)}`;
  }
  let rest = 0;
  for (let i = whole; i < length; i++) if (bytes[i] !== 0) rest = mix(rest, bytes[i]!, i);
  return rest === 0 ? text : `${text} ${whole / BLOCK_BYTES}:${(rest >>> 0).toString(16)}`;
}

function mix(hash: number, word: number, place: number): number {
  hash = Math.imul(hash ^ word, 0x85ebca6b) ^ Math.imul(place + 1, 0xc2b2ae35);
  return (hash ^ (hash >>> 15)) | 1;
}

import { Engine, Module } from '../../src/index.js';
import { Op } from '../../src/opcodes/op.js';
import { OPCODES, type OpcodeRow } from '../../src/opcodes/table.js';
import type { Random } from './random.js';
import { join, split } from './sections.js';

/** By opcode of one byte, those with the same operands and results. */
const ALIKE = new Map<number, readonly number[]>();
const bySignature = new Map<string, number[]>();
for (const [text, row] of Object.entries(OPCODES) as unknown as [string, OpcodeRow][]) {
  const op = Number(text);
  if (op < Op.i32_load || op > 0xff || op === Op.memory_size || op === Op.memory_grow) continue;
  if (op >= Op.i32_const && op <= Op.f64_const) continue;
  const list = bySignature.get(row.signature) ?? [];
  bySignature.set(row.signature, list);
  list.push(op);
  ALIKE.set(op, list);
}

const TRIES = 12;

/** The module with a few things changed; one in three is left as it is when it is invalid then. */
export function mutate(random: Random, module: Uint8Array): Uint8Array {
  const engine = new Engine();
  const careless = random.once(3);
  for (let tries = 0; ; tries++) {
    const changed = random.once(3) ? mutateBytes(random, module) : mutateBodies(random, module);
    if (careless || tries === TRIES || Module.validate(engine, changed)) return changed;
  }
}

/** Bytes anywhere. */
function mutateBytes(random: Random, module: Uint8Array): Uint8Array {
  const bytes = module.slice();
  for (let i = random.next(3); i >= 0; i--) {
    const at = 8 + random.next(bytes.length - 8);
    if (random.once(2)) bytes[at] = random.bits();
    else bytes[at]! ^= 1 << random.next(8);
  }
  return bytes;
}

/** Instructions, where bytes of bodies look like such: others of their type, doubled, swapped, gone. */
function mutateBodies(random: Random, module: Uint8Array): Uint8Array {
  const parts = split(module);
  if (parts.bodies.length === 0) return mutateBytes(random, module);
  const bodies = parts.bodies.map((body) => [...body]);
  for (let i = random.next(4); i >= 0; i--) {
    const body = random.pick(bodies);
    const at = 1 + random.next(body.length - 2);
    switch (random.next(8)) {
      case 0:
        body.splice(at, 1 + random.next(4));
        break;
      case 1: {
        const length = 1 + random.next(12);
        body.splice(random.once(2) ? at : at + length, 0, ...body.slice(at, at + length));
        break;
      }
      case 2:
        body[at] = random.bits() & 0xff;
        break;
      default: {
        const places = [...body.keys()].filter((place) => ALIKE.has(body[place]!));
        if (places.length === 0) break;
        const place = random.pick(places);
        body[place] = random.pick(ALIKE.get(body[place]!)!);
      }
    }
  }
  return join({ ...parts, bodies: bodies.map((body) => Uint8Array.from(body)) });
}

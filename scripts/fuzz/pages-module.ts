/**
 * Modules that look at their memories' sizes and let them grow, and touch them around what they have:
 * what `repage` must keep as it is, and others seldom do with success.
 */
import loadWabt from 'wabt';
import type { Random } from './random.js';

const { parseWat } = await loadWabt();

/** Of addresses: within a page, beyond it, and anywhere. */
const MASKS = [0xfff, 0xffff, 0x1ffff, 0x3ffff, -1];

export function pagesModule(random: Random): Uint8Array {
  const memories = 1 + random.next(2);
  const shapes = Array.from({ length: memories }, (_, k) => shape(random, k));
  const some = (): number => random.next(memories);
  const address = (local: number): string =>
    `(i32.and (local.get ${local}) (i32.const ${random.pick(MASKS)}))`;
  const growth = (): string =>
    `(i32.and (local.get 0) (i32.const ${random.pick([1, 3, 0xffff, -1])}))`;
  const bodies: (() => string)[] = [
    () => `(result i32) (memory.size ${some()})`,
    () => `(param i32) (result i32) (memory.grow ${some()} ${growth()})`,
    () => `(param i32) (drop (memory.grow ${some()} ${growth()}))`,
    () => `(result i32 i32) (memory.grow 0 (i32.const ${random.next(3)})) (memory.size 0)`,
    () => `(param i32) (result i32) (i32.load ${some()} ${address(0)})`,
    () =>
      `(param i32 i64) (i64.store ${some()} offset=${random.next(70000)} ${address(0)} (local.get 1))`,
    () => `(param i32 i32 i32) (memory.fill ${some()} ${address(0)} (local.get 1) ${address(2)})`,
    () =>
      `(param i32 i32 i32) (memory.copy ${some()} ${some()} ${address(0)} ${address(1)} ${address(2)})`,
    () =>
      `(param i32 i32 i32) (memory.init ${some()} $passive ${address(0)} (i32.and (local.get 1) (i32.const 15)) (i32.and (local.get 2) (i32.const 15)))`,
    // What allocators do: the end in bytes, and where the next block would be.
    () => `(result i32) (i32.shl (memory.size ${some()}) (i32.const 16))`,
    () =>
      `(param i32) (result i32) (i32.gt_u ${address(0)} (i32.mul (memory.size ${some()}) (i32.const 65536)))`,
  ];
  const functions = Array.from(
    { length: 4 + random.next(8) },
    (_, k) => `(func (export "f${k}") ${random.pick(bodies)()})`,
  );
  const text = `(module
    ${shapes.join('\n')}
    ${shapes.map((_, k) => `(export "m${k}" (memory ${k}))`).join(' ')}
    (data (i32.const ${random.next(900)}) "active")
    (data $passive "0123456789")
    ${functions.join('\n')})`;
  const module = parseWat('pages.wat', text, FEATURES);
  try {
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}

const FEATURES = { multi_memory: true, bulk_memory: true, multi_value: true } as Parameters<
  typeof parseWat
>[2];

function shape(random: Random, k: number): string {
  const minimum = 1 + random.next(2);
  const limits = random.once(2) ? `${minimum}` : `${minimum} ${minimum + random.next(4)}`;
  // Imports come before all else.
  return k === 0 && random.once(4)
    ? `(memory (import "host" "memory") ${limits})`
    : `(memory ${limits})`;
}

/** Sizes as i64: the low half returned, the high one in `store.high`. */
import type { Instance } from '../../runtime/instance.js';

function size({ store }: Instance, value: number): number {
  store.high = value < 0 ? -1 : 0;
  return value | 0;
}

/** Rounded where it is beyond 2^53, which is too much already. */
function delta(low: number, high: number): number {
  return (high >>> 0) * 4294967296 + (low >>> 0);
}

export function memorySize(instance: Instance, memory: number): number {
  return size(instance, instance.memoryAt(memory).size);
}

export function growMemory(instance: Instance, memory: number, low: number, high: number): number {
  return size(instance, instance.memoryAt(memory).tryGrow(delta(low, high)));
}

export function tableSize(instance: Instance, table: number): number {
  return size(instance, instance.tables[table]!.size);
}

/** As `table.grow` of 32 bits, it costs a unit of fuel for each element, before anything happens. */
export function growTable(
  instance: Instance,
  table: number,
  value: unknown,
  low: number,
  high: number,
): number {
  const { store } = instance;
  const elements = delta(low, high);
  if (store.settings.consumeFuel) store.consumeFuel(elements);
  return size(instance, instance.tables[table]!.tryGrow(elements, value));
}

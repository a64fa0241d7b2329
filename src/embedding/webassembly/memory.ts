import { Feature } from '../../opcodes/feature.js';
import { Memory as RuntimeMemory } from '../../runtime/memory.js';
import { DEFAULT_PAGE_SIZE_LOG2, MemoryType } from '../../types/memory-type.js';
import type { GetState } from './state.js';
import type { MemoryConstructor } from './types.js';
import {
  addressValueToNumber,
  defineInterface,
  dictionary,
  enforceRange,
  numberToAddressValue,
  readSizes,
} from './webidl.js';

/** https://webassembly.github.io/spec/js-api/#memories */
export function defineMemory(state: GetState): MemoryConstructor {
  class Memory {
    constructor(descriptor: unknown) {
      const { engine, store } = state();
      const type = readType(dictionary(descriptor), engine.settings.features);
      state().pair(this, new RuntimeMemory(store, type));
    }

    grow(delta: unknown): number | bigint {
      const memory = state().require(this, RuntimeMemory);
      const { is64 } = memory.type;
      return numberToAddressValue(memory.grow(addressValueToNumber(delta, is64, 'delta')), is64);
    }

    get buffer(): ArrayBuffer {
      return state().require(this, RuntimeMemory).buffer;
    }
  }
  return defineInterface('Memory', Memory) as unknown as MemoryConstructor;
}

/** @throws TypeError for a value of the wrong kind, RangeError for an impossible size */
function readType(descriptor: Readonly<Record<string, unknown>>, features: number): MemoryType {
  const { is64, initial, maximum } = readSizes(descriptor);
  const { pageSizeLog2 = DEFAULT_PAGE_SIZE_LOG2, shared } = descriptor;
  if (shared) throw new TypeError('shared memories are not supported');
  return MemoryType.builder()
    .min(initial)
    .max(maximum)
    .memory64(is64)
    .pageSizeLog2(enforceRange(pageSizeLog2, 'pageSizeLog2'))
    .build((features & Feature.AnyPageSize) !== 0);
}

import { Claim } from '../budget/claims.js';
import type { MemoryUsage } from '../budget/memory-usage.js';
import { Instance } from '../runtime/instance.js';
import type { ModuleCode } from '../runtime/module.js';
import { Store } from '../runtime/store.js';
import { instanceUsage } from './instance-usage.js';
import { moduleUsage } from './module-usage.js';

/**
 * The RAM that something takes, in bytes by kind: of XS's heap on a board, also when it is asked
 * elsewhere. A store's is that of all that was made in it, dropped or not; an instance's has no part
 * of what it imports; a module's is there once for all its instances, none where it was preloaded.
 * What guests hold of the host (`externref`, host functions) belongs to the host.
 *
 * @example
 * const { linearMemory, engineObjects } = memoryUsage(instance);
 */
export function memoryUsage(of: Store | Instance | ModuleCode): MemoryUsage {
  if (of instanceof Store) return storeUsage(of);
  return of instanceof Instance ? instanceUsage(of) : moduleUsage(of);
}

function storeUsage({ claims }: Store): MemoryUsage {
  return {
    linearMemory: claims[Claim.LinearMemory]!,
    tables: claims[Claim.Tables]!,
    globals: claims[Claim.Globals]!,
    valueStack: claims[Claim.ValueStack]!,
    code: 0,
    metadata: 0,
    engineObjects: claims[Claim.EngineObjects]!,
  };
}

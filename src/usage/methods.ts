import type { MemoryUsage } from '../budget/memory-usage.js';
import { Module } from '../embedding/module.js';
import { Instance } from '../runtime/instance.js';
import { Store } from '../runtime/store.js';
import { memoryUsage } from './memory-usage-of.js';

const method = {
  value(this: Store | Module | Instance): MemoryUsage {
    return memoryUsage(this);
  },
};

for (const { prototype } of [Store, Module, Instance]) {
  // Where the host of a mod has preloaded the classes they are in flash, and only the function is left.
  if (Object.isExtensible(prototype)) Object.defineProperty(prototype, 'memoryUsage', method);
}

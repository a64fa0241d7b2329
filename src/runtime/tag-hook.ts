/** How tags get into a program: one that does not import exceptions need not contain them. */
import type { Import } from '../binary/decoded-module.js';
import type { Instance } from './instance.js';
import type { Tag } from './tag.js';

export interface TagHook {
  /** @throws LinkError unless what is given for an import fits */
  check(declared: Import, given: unknown): void;
  /** Gives an instance the tags that its module imports, and those that it defines. */
  define(instance: Instance, imported: Tag[]): void;
}

/** The extension fills it when it is imported: an object takes less of a board's flash than functions. */
export const tagHook: Partial<TagHook> = {};

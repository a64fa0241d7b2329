/** Tags of instances. */
import { Claim, chunkBytes, XS_SLOT_BYTES } from '../../budget/claims.js';
import { EngineSlots } from '../../budget/engine-slots.js';
import { SectionId } from '../../binary/section-id.js';
import { readTagType } from '../../binary/tag-section.js';
import { incompatibleImport, wrongKind } from '../../runtime/link-errors.js';
import type { Instance } from '../../runtime/instance.js';
import { openSection } from '../../runtime/section.js';
import { Tag } from '../../runtime/tag.js';
import type { TagHook } from '../../runtime/tag-hook.js';
import type { FunctionType } from '../../types/function-type.js';
import { MAX_TAGS } from '../../types/maximum.js';
import { TagType } from '../../types/tag-type.js';

export const TAGS: TagHook = Object.freeze({
  check(declared, given) {
    if (!(given instanceof Tag)) throw wrongKind(declared);
    const type = declared.type as FunctionType;
    if (given.ty.equals(type)) return;
    throw incompatibleImport(declared, `expected type ${type}, but received ${given.ty}`);
  },

  define(instance: Instance, tags: Tag[]): void {
    const { store, module } = instance;
    const reader = openSection(module, SectionId.Tag);
    const defined = reader?.count(MAX_TAGS, 'tags') ?? 0;
    const count = tags.length + defined;
    if (count === 0) return;
    const slots = EngineSlots.ArrayProperty + defined * EngineSlots.Tag;
    store.take(Claim.EngineObjects, chunkBytes(XS_SLOT_BYTES * count), slots);
    for (let left = defined; left > 0; left--) {
      tags.push(new Tag(new TagType(readTagType(reader!, module.types))));
    }
    instance.give('tags', tags);
  },
} satisfies TagHook);

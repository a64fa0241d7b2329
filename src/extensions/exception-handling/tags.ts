/** Tags of modules and instances. */
import { Claim, chunkBytes, XS_SLOT_BYTES } from '../../budget/claims.js';
import { EngineSlots } from '../../budget/engine-slots.js';
import { SectionId } from '../../binary/section-id.js';
import { readTypeIndex } from '../../binary/function-section.js';
import type { Reader } from '../../binary/reader.js';
import { at, malformed } from '../../errors/compile-errors.js';
import { incompatibleImport, wrongKind } from '../../runtime/link-errors.js';
import type { Instance } from '../../runtime/instance.js';
import { openSection } from '../../runtime/section.js';
import { Tag } from '../../runtime/tag.js';
import type { FunctionType } from '../../types/function-type.js';
import type { Hooks } from '../../hooks.js';
import { MAX_TAGS } from '../maximum.js';
import { TagType } from '../../types/tag-type.js';

/**
 * https://webassembly.github.io/spec/core/binary/types.html#tag-types
 * @throws CompileError when it is malformed or has results
 */
function readTagType(reader: Reader, types: readonly FunctionType[]): FunctionType {
  const offset = reader.position;
  // The attribute, of which there is one: exception.
  if (reader.u8() !== 0) throw malformed('tag attribute', offset);
  const type = types[readTypeIndex(reader, types)]!;
  if (type.results.length > 0) throw at('non-empty tag result type', offset);
  return type;
}

export const TAG_HOOKS: Partial<Hooks> = Object.freeze({
  readTagType,

  readTags(reader, types, tags) {
    for (let left = reader.count(MAX_TAGS, 'tags'); left > 0; left--) {
      tags.push(readTagType(reader, types));
    }
  },

  checkTag(declared, given) {
    if (!(given instanceof Tag)) throw wrongKind(declared);
    const type = declared.type as FunctionType;
    if (given.ty.equals(type)) return;
    throw incompatibleImport(declared, `expected type ${type}, but received ${given.ty}`);
  },

  defineTags(instance: Instance, tags: Tag[]): void {
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
} satisfies Partial<Hooks>);

import type { FunctionType } from '../types/function-type.js';
import { TagType } from '../types/tag-type.js';

/**
 * What tells exceptions apart: each tag is another, whatever its type. Belongs to no store.
 * https://webassembly.github.io/spec/core/exec/runtime.html#tag-instances
 */
export class Tag {
  /** The types of what exceptions hold, as parameters. */
  readonly ty: FunctionType;

  /** Another tag than all there are, of the type. */
  constructor(type: TagType) {
    this.ty = type.ty;
  }

  /** The types of what exceptions hold. */
  get type(): TagType {
    return new TagType(this.ty);
  }
}

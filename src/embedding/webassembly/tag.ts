import { Tag as RuntimeTag } from '../../runtime/tag.js';
import { FunctionType } from '../../types/function-type.js';
import { TagType } from '../../types/tag-type.js';
import { valueTypeFrom } from './global.js';
import { sequence } from './sequence.js';
import type { GetState } from './state.js';
import type { TagConstructor } from './types.js';
import { defineInterface, dictionary } from './webidl.js';

/** https://webassembly.github.io/spec/js-api/#tags */
export function defineTag(state: GetState): TagConstructor {
  class Tag {
    constructor(type: unknown) {
      const parameters = sequence(dictionary(type)['parameters'], 'parameters');
      const params = parameters.map((name) => valueTypeFrom(`${name as string}`));
      state().pair(this, new RuntimeTag(new TagType(new FunctionType(params, []))));
    }
  }
  return defineInterface('Tag', Tag) as unknown as TagConstructor;
}

import type { DecodedModule } from '../../binary/decoded-module.js';
import { readBodyCount, readBodySize } from '../../binary/code-section.js';
import { Reader } from '../../binary/reader.js';
import { SectionId } from '../../binary/section-id.js';
import { FunctionValidator } from '../../validation/function-validator.js';
import { FlowBuilder } from './flow-builder.js';
import type { FunctionFlow, MemorySite, Place } from './function-flow.js';

/** The values of a module's functions. */
export interface ModuleFlow {
  readonly module: DecodedModule;
  /** By function index; undefined for imports, and for functions too complex to follow. */
  readonly functions: readonly (FunctionFlow | undefined)[];
  /** In all functions, those among them that were too complex. */
  readonly memorySites: readonly MemorySite[];
  /** Where the followed global is set, in all functions. */
  readonly followedSets: readonly Place[];
}

/**
 * Follows the values of all functions of a module.
 *
 * @param module a valid one, as validation decoded it
 * @param followed index of a global that is followed like a local: the shadow stack's pointer; −1 for none
 */
export function moduleFlow(module: DecodedModule, followed: number): ModuleFlow {
  const functions = new Array<FunctionFlow | undefined>(module.functions.length).fill(undefined);
  const start = module.sectionStart[SectionId.Code]!;
  if (start === 0) return { module, functions, memorySites: [], followedSets: [] };
  const reader = new Reader(module.bytes, start, module.features);
  reader.types = module.types;
  reader.used = module.usedFeatures;
  const builder = new FlowBuilder(module, reader, followed);
  const validator = new FunctionValidator(module, reader, builder);
  builder.validator = validator;
  const count = readBodyCount(reader);
  for (let index = module.importedFunctions; index < module.importedFunctions + count; index++) {
    const size = readBodySize(reader);
    validator.validate(index, module.types[module.functions[index]!]!, size);
    const found = builder.finish();
    if (found !== undefined) functions[index] = { index, ...found };
  }
  const { memorySites, followedSets } = builder;
  return { module, functions, memorySites, followedSets };
}

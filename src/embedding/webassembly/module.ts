import { externKindName } from '../../types/extern-kind.js';
import { Module as RuntimeModule } from '../module.js';
import type { GetState } from './state.js';
import type { ModuleConstructor, ModuleExportDescriptor, ModuleImportDescriptor } from './types.js';
import { bufferSource, defineInterface } from './webidl.js';

/** https://webassembly.github.io/spec/js-api/#modules */
export function defineModule(state: GetState): ModuleConstructor {
  class Module {
    constructor(bytes: unknown) {
      state().set(this, new RuntimeModule(state().engine, bufferSource(bytes)));
    }

    static exports(module: unknown): ModuleExportDescriptor[] {
      // Members of dictionaries are in the order of the alphabet.
      const exports = state().require(module, RuntimeModule).exports();
      return exports.map(({ name, kind }) => ({ kind: externKindName(kind), name }));
    }

    static imports(module: unknown): ModuleImportDescriptor[] {
      const imports = state().require(module, RuntimeModule).imports();
      return imports.map(({ module: from, name, kind }) => ({
        kind: externKindName(kind),
        module: from,
        name,
      }));
    }

    static customSections(module: unknown, sectionName: unknown): ArrayBuffer[] {
      // Undefined is the name `undefined`, but only when it is given.
      if (arguments.length < 2) throw new TypeError('the name of a section is required');
      const runtime = state().require(module, RuntimeModule);
      return runtime.customSections(`${sectionName as string}`);
    }
  }
  return defineInterface('Module', Module) as unknown as ModuleConstructor;
}

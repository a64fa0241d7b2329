import type { EngineSettings } from '../runtime/engine-settings.js';
import { isImage } from '../image/header.js';
import { Config } from './config.js';
import './engines.js';
import { Module } from './module.js';
import { bytesOf, type ModuleSource } from './module-source.js';

/** What an image can be of. */
export type Precompiled = 'module';

/** What stores and modules have in common. Modules run in the stores of their own engine. */
export class Engine {
  /** @internal */
  readonly settings: EngineSettings;

  /** @param config what the engine is like; default: as boards and desktops want it, `Config` says how */
  constructor(config: Config = new Config()) {
    this.settings = config.settings();
  }

  /**
   * The image of a module, without keeping the module: for `Module.deserialize` of engines of the
   * same version and options.
   * @throws CompileError when the bytes are no valid module
   * @throws Error on a device, whose bundle makes no images
   */
  precompileModule(source: ModuleSource): Uint8Array {
    return new Module(this, source).serialize();
  }

  /** What bytes are an image of, by what they begin with; undefined when they are none. */
  static detectPrecompiled(source: ModuleSource): Precompiled | undefined {
    return isImage(bytesOf(source)) ? 'module' : undefined;
  }
}

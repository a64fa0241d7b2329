import type { EngineSettings } from '../runtime/engine-settings.js';
import { Config } from './config.js';

/** What stores and modules have in common. Modules run in the stores of their own engine. */
export class Engine {
  readonly settings: EngineSettings;

  constructor(config: Config = new Config()) {
    this.settings = config.settings();
  }
}

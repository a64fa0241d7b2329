export {
  BuildError,
  buildSimulator,
  NoCompilerError,
  type BuildProgress,
  type Simulator,
  type Variant,
} from './build.js';
export { detectCompiler, type Compiler } from './compiler.js';
export {
  applyManifestCreation,
  SDK_DEFAULT_CREATION,
  type Creation,
  type ManifestCreation,
} from './creation.js';
export {
  ManifestError,
  readIncludes,
  readInstalled,
  readManifest,
  type Application,
} from './manifest.js';
export {
  SimulatorExit,
  type FlashFigures,
  type HeapFigures,
  type ModuleFigures,
  type Report,
} from './report.js';
export { runOnXs, type RunOptions, type RunResult } from './run.js';
export { findXsSources, XsSourcesError, type XsSources } from './xs-sources.js';

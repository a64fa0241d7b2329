import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Board, Creation } from '../boards/index.js';
import { readManifest, type Application } from '../simulator/index.js';
import { LIBRARY, library, runtimeBundle } from './board-run.js';
import { CliError } from './exit-code.js';

const MANIFEST = 'manifest.json';
/** What imports of ours look like; anything else that does is passed over. */
const ENTRY = /(?<=['"])wasmote\/[\w-]+(?=['"])/g;

/**
 * What `wasmote sim` is given: a folder with a manifest, the manifest itself, or a module. A module
 * that no manifest beside it names as its main module runs alone, with the library preloaded, and what
 * it imports of it.
 *
 * @throws CliError when there is no such file; ManifestError
 */
export function simApplication(path: string, board: Board, creation: Creation): Application {
  if (!existsSync(path)) throw new CliError(`cannot read ${path}: there is no such file`);
  if (statSync(path).isDirectory()) {
    const manifest = join(path, MANIFEST);
    if (!existsSync(manifest)) throw new CliError(`the folder ${path} has no ${MANIFEST}`);
    return withLibrary(readManifest(manifest, board.sdk.platform, creation));
  }
  if (basename(path) === MANIFEST) {
    return withLibrary(readManifest(path, board.sdk.platform, creation));
  }
  const manifest = join(dirname(path), MANIFEST);
  if (existsSync(manifest)) {
    const application = readManifest(manifest, board.sdk.platform, creation);
    if (application.app === resolve(path)) return withLibrary(application);
  }
  const entries = readFileSync(path, 'utf8').match(ENTRY) ?? [];
  return {
    app: path,
    ...library(entries, board),
    resources: {},
    creation,
    strip: true,
    isMod: false,
  };
}

/** A manifest need not include ours: the library is there, and preloaded; of a mod by its host. */
function withLibrary(application: Application): Application {
  if (application.modules[LIBRARY] !== undefined) return application;
  return {
    ...application,
    modules: { ...application.modules, [LIBRARY]: runtimeBundle() },
    preload: [...application.preload, LIBRARY],
  };
}

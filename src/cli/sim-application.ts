import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import type { Board, Creation } from '../boards/index.js';
import { readInstalled, readManifest, type Application } from '../simulator/index.js';
import { LIBRARY, library, runtimeBundle } from './board-run.js';
import { CliError } from './exit-code.js';

const MANIFEST = 'manifest.json';
/** What imports of ours look like; anything else that does is passed over. */
const ENTRY = /(?<=['"])wasmote\/[\w-]+(?=['"])/g;

/**
 * What `wasmote sim` is given: a folder with a manifest, a manifest, or a module. A module that no
 * manifest beside it names as its main module runs alone, with the library preloaded, and what it
 * imports of it.
 *
 * @param host of a mod, the firmware beside which it is installed: a folder or a manifest
 * @throws CliError when there is no such file; ManifestError
 */
export function simApplication(
  path: string,
  board: Board,
  creation: Creation,
  host?: string,
): Application {
  const { platform } = board.sdk;
  const manifest = manifestAt(path);
  if (host !== undefined) {
    const firmware = manifestAt(host);
    if (manifest === undefined || firmware === undefined) {
      throw new CliError('--host is for mods, and both have manifests');
    }
    return readInstalled(manifest, firmware, platform, creation);
  }
  if (manifest !== undefined) return withLibrary(readManifest(manifest, platform, creation));
  const beside = join(dirname(path), MANIFEST);
  if (existsSync(beside)) {
    const application = readManifest(beside, platform, creation);
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

/** Undefined for a module. */
function manifestAt(path: string): string | undefined {
  if (!existsSync(path)) throw new CliError(`cannot read ${path}: there is no such file`);
  if (!statSync(path).isDirectory()) return extname(path) === '.json' ? path : undefined;
  const manifest = join(path, MANIFEST);
  if (!existsSync(manifest)) throw new CliError(`the folder ${path} has no ${MANIFEST}`);
  return manifest;
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

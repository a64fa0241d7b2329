import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageRoot } from './package-root.js';

/** Where XS's own C sources are, and which XS they are. */
export interface XsSources {
  /** The folder `xs` with `includes`, `platforms` and `sources`. */
  readonly folder: string;
  /** As the sources say, for example `13.3.0`. */
  readonly version: string;
}

/** XS's sources are not found; the message says which command brings them. */
export class XsSourcesError extends Error {
  override readonly name = 'XsSourcesError';
}

/** The npm package that ships XS's sources under `moddable/xs`. */
export const XS_PACKAGE = '@agoric/xsnap';

/**
 * Finds XS's sources in the npm package `@agoric/xsnap`.
 *
 * @throws XsSourcesError when the package is not installed.
 */
export function findXsSources(): XsSources {
  const require = createRequire(join(packageRoot(), 'package.json'));
  for (const folder of require.resolve.paths(XS_PACKAGE) ?? []) {
    const xs = join(folder, XS_PACKAGE, 'moddable', 'xs');
    if (existsSync(join(xs, 'sources', 'xsAll.h'))) return { folder: xs, version: readVersion(xs) };
  }
  throw new XsSourcesError(
    `XS's sources are not installed: run "npm install --save-dev --ignore-scripts ${XS_PACKAGE}"`,
  );
}

function readVersion(xs: string): string {
  const text = readFileSync(join(xs, 'sources', 'xsCommon.h'), 'utf8');
  return ['MAJOR', 'MINOR', 'PATCH']
    .map((part) => new RegExp(`XS_${part}_VERSION (\\d+)`).exec(text)?.[1] ?? '?')
    .join('.');
}

import { join } from 'node:path';
import { packageRoot } from './package-root.js';

/**
 * What manifests of the SDK (8.2.3) give an application, as far as ours use it; on ESP32 and Pico alike
 * where the simulator has it, too. `test/packaging/mcconfig.test.ts` compares with the SDK where that is.
 */
export const SDK_MODULES: Readonly<Record<string, readonly string[]>> = {
  '$(MODDABLE)/examples/manifest_base.json': ['Resource', 'time', 'timer'],
  '$(MODDABLE)/modules/base/debug/manifest.json': ['debug'],
  '$(MODDABLE)/modules/base/instrumentation/manifest.json': ['instrumentation'],
  '$(MODDABLE)/modules/base/modules/manifest.json': ['modules'],
  '$(MODDABLE)/modules/io/manifest.json': [
    'embedded:io/analog',
    'embedded:io/digital',
    'embedded:provider/builtin',
  ],
  '$(MODDABLE)/modules/files/flash/manifest.json': ['flash'],
  '$(MODDABLE)/modules/network/http/manifest.json': ['http', 'net'],
  // A mod has the modules of its host, which are these at least.
  '$(MODDABLE)/examples/manifest_mod.json': ['Resource', 'time', 'timer'],
};

/** Includes of a mod, which mcrun builds: it has no `main` and is not preloaded. */
export const MOD_MANIFEST = '$(MODDABLE)/examples/manifest_mod.json';

/** Written in JavaScript, with `trace` for pins; the others are part of the simulator's program. */
const STAND_INS: Readonly<Record<string, string>> = {
  debug: 'debug.js',
  'embedded:io/analog': 'analog.js',
  'embedded:io/digital': 'digital.js',
  modules: 'modules.js',
  'embedded:provider/builtin': 'provider-$(PLATFORM).js',
};

/**
 * Files of the simulator for modules of the SDK, by specifier.
 *
 * @param manifests those of the SDK that an application includes
 * @param platform what follows mcconfig's `-p`
 */
export function standIns(
  manifests: readonly string[],
  platform: string,
): ReadonlyMap<string, string> {
  const [family = ''] = platform.split('/');
  const found = new Map<string, string>();
  for (const name of manifests.flatMap((manifest) => SDK_MODULES[manifest] ?? [])) {
    const file = STAND_INS[name]?.replace('$(PLATFORM)', family);
    if (file !== undefined) found.set(name, join(packageRoot(), 'sim', 'stand-ins', file));
  }
  return found;
}

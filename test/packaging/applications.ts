import { readFileSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { listBoards, loadBoard } from '../../src/boards/index.js';

const EXAMPLES = [
  'examples/blink/manifest.json',
  'examples/mod/host/manifest.json',
  'examples/mod/host/manifest_plain.json',
  'examples/mod/manifest.json',
  'examples/mod/manifest_complete.json',
  'examples/selftest/manifest.json',
  'examples/sensors/manifest.json',
];

/** All manifests of applications and mods, with what follows mcconfig's `-p`. */
export const APPLICATIONS: readonly (readonly [manifest: string, platform: string])[] = [
  ...listBoards()
    .map((name) => [`boards/${name}/manifest.json`, loadBoard(name).sdk.platform] as const)
    .filter(([manifest]) => existsSync(manifest)),
  ...EXAMPLES.flatMap((manifest) =>
    ['pico', 'pico/pico_w', 'esp32', 'esp32/nodemcu'].map(
      (platform) => [manifest, platform] as const,
    ),
  ),
  ['examples/mod/host/manifest_air.json', 'esp32'],
  ['examples/mod/host/manifest_air.json', 'esp32/nodemcu'],
];

/** Whether it is for mcrun, not for mcconfig. */
export function isMod(manifest: string): boolean {
  return readFileSync(manifest, 'utf8').includes('manifest_mod.json');
}

import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../simulator/package-root.js';
import type { Plan } from './session.js';

/** The guests of the demonstration: more of the small ones, as on a board with many jobs. */
export const PLAN: Plan = [
  ['traffic', 8],
  ['crc32', 2],
  ['ring-filter', 4],
  ['pid', 3],
  ['morse', 3],
  ['blink', 3],
  ['calculator', 2],
  ['random', 3],
  ['pt100', 2],
];

interface GuestEntry {
  readonly name: string;
  readonly file: string;
}

function guestsFolder(): string {
  return join(packageRoot(), 'examples', 'guests');
}

/** The file of a guest. */
export function guestFile(name: string): string {
  return join(guestsFolder(), guestScript(name).file);
}

/** What `examples/guests/index.json` says of a guest: its exports, calls and expected results. */
export function guestScript(name: string): GuestEntry {
  const { guests } = JSON.parse(readFileSync(join(guestsFolder(), 'index.json'), 'utf8'));
  return (guests as GuestEntry[]).find((guest) => guest.name === name)!;
}

/**
 * Lends `use` the guests of a plan as resources of a board: `NAME.wasm`, and `NAME.json` with what
 * the index says of it.
 */
export async function withGuestResources<T>(
  plan: Plan,
  use: (resources: Record<string, string>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-demo-'));
  try {
    const resources: Record<string, string> = {};
    for (const [name] of plan) {
      const script = join(folder, `${name}.json`);
      await writeFile(script, JSON.stringify(guestScript(name)));
      resources[`${name}.wasm`] = guestFile(name);
      resources[`${name}.json`] = script;
    }
    return await use(resources);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { NodeGuest } from './node-guest.js';
import { bytesOf, pathOf, play, rawGuests, scriptOf } from './raw-guests.js';

const BUILD = fileURLToPath(new URL('../../scripts/build-guests.js', import.meta.url));

describe('the guests that repage is tried on', () => {
  it('are those of the folder, from six toolchains', () => {
    const files = readdirSync(pathOf('.')).filter((file) => file.endsWith('.wasm'));
    expect(files.sort()).toEqual(rawGuests.map(({ name }) => `${name}.wasm`).sort());
    expect(new Set(rawGuests.map(({ toolchain }) => toolchain))).toEqual(
      new Set(['clang', 'wasi-libc', 'AssemblyScript', 'Rust', 'Zig', 'wabt']),
    );
    for (const { source } of rawGuests) expect(existsSync(pathOf(source)), source).toBe(true);
  });

  it.each(rawGuests)("$name gives the index's results on Node's own engine", (guest) => {
    const bytes = bytesOf(guest);
    // Node 20 knows no second memory.
    if (!NodeGuest.canRun(bytes)) return expect(guest.name).toBe('wat-two-memories');
    const script = scriptOf(guest);
    const node = new NodeGuest(bytes);
    const lines = play(script, (name, args) => node.call(name, args), NodeGuest.isTrap);
    expect(lines).toEqual(script.map(({ text }) => text));
  });

  it('are built anew to the committed bytes, where their toolchains are', async ({ skip }) => {
    // Not spawnSync: vitest gives up workers that are silent for a minute.
    const check = spawn(process.execPath, [BUILD, '--check', 'test/transform/guests']);
    const [stdout, stderr] = await Promise.all([text(check.stdout), text(check.stderr)]);
    expect(`${stdout}${stderr}`).not.toMatch(/^failed/m);
    const skipped = stdout.match(/^skipped .*/gm) ?? [];
    const same = stdout.match(/^same /gm) ?? [];
    expect(same.length + skipped.length).toBe(rawGuests.length);
    // What npm brings is always here.
    expect(skipped.filter((line) => /\/(as|wat)-/.test(line))).toEqual([]);
    skip(skipped.length > 0, `not everything was rebuilt:\n${stderr.trim()}`);
  }, 180_000);
});

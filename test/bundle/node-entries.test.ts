import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, string | Record<string, string>>;
};

const files = Object.values(exports)
  .flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target)))
  .filter((path) => !path.includes('*'));

/** What devices import by a manifest of their own, as `wasmote/gc` by manifest_gc.json. */
const ofDevices = readdirSync('.').flatMap((name) => /^manifest_(.*)\.json$/.exec(name)?.[1] ?? []);

describe('the package on Node', () => {
  it.each(files)('has %s', (path) => expect(existsSync(path)).toBe(true));

  it('has the entries of devices, with one Module for all', async () => {
    expect(ofDevices).toContain('gc');
    const program = `
      import * as wasmote from 'wasmote';
      import { compiledModule } from 'wasmote/compiled';
      const names = ${JSON.stringify(ofDevices)};
      const entries = await Promise.all(names.map((name) => import('wasmote/' + name)));
      const both = entries.flatMap(Object.entries).filter(([name]) => name in wasmote);
      const different = both.filter(([name, value]) => value !== wasmote[name]);
      console.log(both.length > 5, different.length, typeof compiledModule, 'helpers' in wasmote);`;
    const args = ['--input-type=module', '--eval', program];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout).toBe('true 0 function false\n');
  });
});

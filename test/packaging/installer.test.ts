import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runOnXs } from '../../src/simulator/run.js';
import { describeOnXs } from '../simulator/support.js';

const folder = mkdtempSync(join(tmpdir(), 'wasmote-installer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The SDK's modules, as far as the installer has to do with them. */
const MODULES = {
  flash: `
    const bytes = new Uint8Array(4 * 4096);
    export const flash = { bytes, erased: [] };
    export default class {
      constructor(name) { this.name = name; }
      get byteLength() { return bytes.length; }
      get blockSize() { return 4096; }
      erase(sector) {
        flash.erased.push(this.name + sector);
        bytes.fill(0xff, sector * 4096, (sector + 1) * 4096);
      }
      write(offset, length, buffer) {
        const from = new Uint8Array(buffer, 0, length);
        for (let i = 0; i < length; i++) bytes[offset + i] &= from[i]; // as flash does
      }
    }`,
  http: `
    export class Server {
      static status = 2; static headersComplete = 4; static requestFragment = 5;
      static requestComplete = 6; static prepareResponse = 8; static error = -1;
      constructor(options) { Server.last = this; }
    }`,
  net: `export default class { static get(name) { return name === 'IP' ? '10.0.0.1' : '' } }`,
  modules: `import Sim from 'sim';
    export default class { static has(name) { return name === 'mod' && Sim.argv[0] === 'in use'; } }`,
};

const MAIN = `
import { flash } from 'flash';
import { Server } from 'http';
import 'installer';
globalThis.System = { restart: () => trace('restart, erased ', flash.erased.join(' '), '\\n') };
function request(method, path, fragments) {
  const connection = { read: () => fragments.shift(), callback: Server.last.callback };
  try {
    return answer(connection, method, path, fragments);
  } catch (error) {
    connection.callback(Server.error);
    return error.message;
  }
}
function answer(connection, method, path, fragments) {
  connection.callback(Server.status, path, method);
  if (connection.callback(Server.headersComplete) !== false) {
    while (fragments.length > 0) connection.callback(Server.requestFragment, 1);
    connection.callback(Server.requestComplete);
  }
  return connection.callback(Server.prepareResponse).status;
}
const archive = Uint8Array.from({ length: 9000 }, (_, i) => i * 7);
const cut = [0, 1000, 4096, 4097, 9000];
const parts = () => cut.slice(1).map((end, i) => archive.slice(cut[i], end).buffer);
trace(request('GET', '/', []), ' ', request('PUT', '/else', parts()), ' ', request('PUT', '/mod', parts()), '\\n');
trace(archive.every((byte, i) => byte === flash.bytes[i]), ' ', flash.erased.join(' '), '\\n');
trace(request('PUT', '/mod', [new ArrayBuffer(4 * 4096), new ArrayBuffer(1)]), '\\n');
`;

function run(state: string) {
  const path = (name: string): string => join(folder, `${name}.js`);
  for (const [name, text] of Object.entries(MODULES)) writeFileSync(path(name), text);
  writeFileSync(path('main'), MAIN);
  const modules = Object.fromEntries(Object.keys(MODULES).map((name) => [name, path(name)]));
  const installer = 'examples/mod/host/installer.js';
  const argv = [state];
  return runOnXs({
    app: path('main'),
    modules: { ...modules, installer },
    argv,
    timeoutMs: 20_000,
  });
}

describeOnXs('the installer of mods', () => {
  it('writes what is put to /mod, sector by sector, and starts anew', async () => {
    const { stdout, stderr } = await run('free');
    expect([stdout, stderr]).toEqual([
      'mods are taken at http://10.0.0.1/mod\n' +
        '404 404 200\n' +
        'true xs0 xs1 xs2\n' +
        'the mod is too large\n' +
        'restart, erased xs0 xs1 xs2 xs0 xs1 xs2 xs3 xs0\n',
      '',
    ]);
  });

  it('removes a mod that runs before it takes another', async () => {
    const { stdout, stderr } = await run('in use');
    expect([stdout, stderr]).toEqual([
      'mods are taken at http://10.0.0.1/mod\n' +
        '404 404 503\n' +
        'false \n' +
        '503\n' +
        'restart, erased xs0\n' +
        'restart, erased xs0 xs0\n',
      '',
    ]);
  });
});

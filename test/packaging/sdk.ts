import { execFile } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { findMcconfig } from '../../src/toolchain/checks.js';
import { THIS_MACHINE } from '../../src/toolchain/machine.js';

const run = promisify(execFile);

const moddable = process.env['MODDABLE'];
const mcconfig = findMcconfig(THIS_MACHINE);

/** Why the SDK's tools are not run; undefined where they are. */
export const NO_SDK = !moddable
  ? 'MODDABLE is not set'
  : mcconfig === undefined
    ? 'the tools of the SDK are not built'
    : undefined;

/** What a makefile that mcconfig wrote builds. */
export interface Makefile {
  readonly path: string;
  readonly modules: readonly string[];
  readonly preload: readonly string[];
  readonly data: readonly string[];
  /** Arguments of the linker, in its order; none of a mod. */
  readonly creation: readonly number[];
}

/** Empty files in the place of toolchains and drivers of chips, which mcconfig and the linker look for. */
const STUBS = [
  'bin/arm-none-eabi-gcc',
  'bin/cmake',
  'idf/README.md',
  'pico-examples/README.md',
  'pico-extras/src/common/pico_audio/audio.cpp',
  'pico-extras/src/common/pico_audio/include/audio.h',
  'pico-extras/src/common/pico_util_buffer/buffer.c',
  'pico-extras/src/common/pico_util_buffer/include/buffer.h',
  'pico-extras/src/rp2_common/pico_audio_i2s/audio_i2s.c',
  'pico-extras/src/rp2_common/pico_audio_i2s/include/audio_i2s.h',
  'pico-sdk/build/pioasm/pioasm',
];

/** The SDK, without toolchains of chips: from a manifest to what the linker makes of it. */
export class Sdk {
  readonly root = moddable!;
  readonly folder = mkdtempSync(join(tmpdir(), 'wasmote-sdk-'));
  readonly env: NodeJS.ProcessEnv;

  constructor() {
    for (const stub of STUBS) {
      const file = join(this.folder, stub);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, '');
      chmodSync(file, 0o755);
    }
    const path = [dirname(mcconfig!), resolve('node_modules/.bin'), process.env['PATH']];
    this.env = {
      ...process.env,
      PICO_ROOT: this.folder,
      PICO_SDK_DIR: join(this.folder, 'pico-sdk'),
      PICO_EXTRAS_DIR: join(this.folder, 'pico-extras'),
      PICO_GCC_ROOT: this.folder,
      IDF_PATH: join(this.folder, 'idf'),
      PATH: [...path, join(this.folder, 'bin')].join(delimiter),
    };
  }

  /** Has mcconfig, or mcrun of mods, write a makefile. */
  async configure(
    tool: 'mcconfig' | 'mcrun',
    manifest: string,
    platform: string,
  ): Promise<Makefile> {
    const out = mkdtempSync(join(this.folder, 'out-'));
    await run(join(dirname(mcconfig!), tool), ['-p', platform, '-o', out, resolve(manifest)], {
      cwd: dirname(resolve(manifest)),
      env: this.env,
    });
    const path = join(out, find(out, 'makefile'));
    const text = readFileSync(path, 'utf8');
    const list = (name: string, before: string): string[] => {
      const [, lines = ''] =
        new RegExp(`^${name} ?=(\\\\\\n(?:.*\\\\\\n)*.*)`, 'm').exec(text) ?? [];
      return lines
        .split('\\\n')
        .map((line) => line.trim())
        .filter((line) => line.startsWith(before))
        .map((line) => line.slice(before.length));
    };
    const modules = list('MODULES', '$(MODULES_DIR)/').filter((name) => name.endsWith('.xsb'));
    return {
      path,
      modules: modules.map(specifier),
      preload: list('PRELOADS', '-p ').map(specifier),
      data: list('DATA', '$(DATA_DIR)/'),
      creation: (/^CREATION = -c ([\d,]+)/m.exec(text)?.[1] ?? '')
        .split(',')
        .filter((number) => number !== '')
        .map(Number),
    };
  }

  /** Makes what the linker makes: bytecode, preloaded, as C; and resources as C. @returns what was printed */
  async link({ path }: Makefile): Promise<string> {
    const folder = dirname(path);
    const stubs = ['SDKCONFIG_H=', 'PICO_SDK_VERSION=stub', 'IDF_VERSION=stub'];
    const targets = ['mc.xs.c', 'mc.resources.c'].map((name) => join(folder, name));
    return this.make(path, [...stubs, ...targets]);
  }

  /** Makes a mod's archive. @returns its bytes */
  async archive({ path }: Makefile): Promise<Buffer> {
    await this.make(path, ['build']);
    const bin = join(dirname(path), '../../../../bin');
    return readFileSync(join(bin, find(bin, '.xsa')));
  }

  private async make(path: string, args: readonly string[]): Promise<string> {
    const { stdout, stderr } = await run('make', ['-f', path, ...args], { env: this.env });
    return stdout + stderr;
  }
}

function find(folder: string, end: string): string {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return found.find((name) => name.endsWith(end))!;
}

/** mcconfig makes a folder of what is before a colon. */
function specifier(target: string): string {
  return target.replace(/\.xsb$/, '').replace(/^~\.([^/]+)\//, '$1:');
}

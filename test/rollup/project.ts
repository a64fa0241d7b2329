/** Projects of users of the plugin: a folder with a program, its guests, and this package installed. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type OutputOptions, rollup } from 'rollup';
import wasmote, { type WasmotePluginOptions } from '../../src/rollup.js';

const EXAMPLES = ['traffic.wasm', 'crc32.wasm', 'ring-filter.wasm', 'calculator.wat'];

export interface Built {
  /** Text by file. */
  readonly files: Readonly<Record<string, string>>;
  /** What the plugin said, and what anybody warned of. */
  readonly told: readonly string[];
}

export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'wasmote-rollup-'));

  constructor() {
    mkdirSync(this.file('node_modules'));
    symlinkSync(process.cwd(), this.file('node_modules/wasmote'));
    this.write('package.json', '{ "type": "module" }');
    for (const name of EXAMPLES) this.write(name, readFileSync(`examples/guests/${name}`));
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, contents: string | Uint8Array): string {
    const path = this.file(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
    return path;
  }

  /** Bundles a program and writes it. */
  async build(
    program: string,
    options?: WasmotePluginOptions,
    output: OutputOptions = { dir: this.file('build') },
  ): Promise<Built> {
    const told: string[] = [];
    const bundle = await rollup({
      input: this.write('main.js', program),
      external: options?.target === 'any' ? [/^wasmote/, 'sim'] : ['sim'],
      plugins: [wasmote(options)],
      onLog: (level, { plugin, message }) => {
        if (plugin === 'wasmote' || level === 'warn') told.push(message);
      },
    });
    const made = await bundle.write(output);
    await bundle.close();
    const text = (contents: string | Uint8Array): string =>
      typeof contents === 'string' ? contents : Buffer.from(contents).toString('latin1');
    const files = made.output.map((part) => [
      part.fileName,
      text(part.type === 'chunk' ? part.code : part.source),
    ]);
    return { files: Object.fromEntries(files), told };
  }

  /** What a bundle prints on Node. */
  async run(name = 'build/main.js'): Promise<string> {
    return (await promisify(execFile)(process.execPath, [this.file(name)])).stdout;
  }

  /** The message of a failing build, without what is before the plugin's own. */
  async failure(program: string, options?: WasmotePluginOptions): Promise<string> {
    try {
      await this.build(program, options);
    } catch (error) {
      const { message } = error as Error;
      return message.replaceAll(this.folder, 'FOLDER').replace(/^.*\[plugin wasmote\] /, '');
    }
    throw new Error('the build did not fail');
  }
}

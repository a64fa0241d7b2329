/**
 * binaryen's `wasm-opt` inside this process. Its npm build is a program of 11 MB; started anew for
 * each module it takes 0.5 s, here 0.03 s, because its WebAssembly is compiled once.
 */
import fs, { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** For the program, which writes what it finds wrong to the terminal, whatever it is told. */
const silent: typeof fs = Object.assign(Object.create(fs), {
  writeSync: (file: number, bytes: Uint8Array, from: number, length: number, at?: number) =>
    file <= 2 ? length : fs.writeSync(file, bytes, from, length, at),
});
const requireSilently = ((name: string): unknown =>
  /^(node:)?fs$/.test(name) ? silent : require(name)) as NodeJS.Require;
const folder = join(dirname(require.resolve('binaryen')), 'bin');
const file = join(folder, 'wasm-opt');

type Program = (
  Module: object,
  require: NodeJS.Require,
  module: undefined,
  __filename: string,
  __dirname: string,
) => void;
type Imports = WebAssembly.Imports;

let program: Program | undefined;
let compiled: WebAssembly.Module | undefined;

/** Runs `wasm-opt` with arguments that name files; its exit code is not told. */
async function wasmOpt(args: readonly string[]): Promise<void> {
  program ??= new Function(
    'Module',
    'require',
    'module',
    '__filename',
    '__dirname',
    readFileSync(file, 'utf8').replace(/^#!.*\n/, ''),
  ) as Program;
  const { instantiate } = WebAssembly;
  await new Promise<void>((resolve, reject) => {
    const settings: Record<string, unknown> = {
      arguments: [...args],
      print: () => {},
      printErr: () => {},
      postRun: [resolve],
      onAbort: (reason: unknown) => reject(new Error(`wasm-opt aborted: ${String(reason)}`)),
    };
    if (compiled === undefined) {
      // The first time it has to find its own bytes: they are kept compiled.
      WebAssembly.instantiate = (async (bytes: BufferSource, imports: Imports) => {
        WebAssembly.instantiate = instantiate;
        compiled = new WebAssembly.Module(bytes);
        return { module: compiled, instance: await instantiate(compiled, imports) };
      }) as typeof instantiate;
    } else {
      settings['instantiateWasm'] = (imports: Imports, done: (made: unknown) => void) => {
        instantiate(compiled!, imports).then(done, reject);
      };
    }
    program!(settings, requireSilently, undefined, file, folder);
  });
  process.exitCode = 0;
}

/** Runs `wasm-opt` on bytes and returns what it made; undefined when it made nothing. */
export async function optimise(
  input: Uint8Array,
  args: readonly string[],
): Promise<Uint8Array | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'wasmote-fuzz-'));
  try {
    const files = { input: join(folder, 'input'), output: join(folder, 'output.wasm') };
    writeFileSync(files.input, input);
    await wasmOpt([files.input, ...args, '-o', files.output]);
    return new Uint8Array(readFileSync(files.output));
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What Node 20 knows as well. */
export const NODE_FEATURES = [
  '--mvp-features',
  '--enable-mutable-globals',
  '--enable-sign-ext',
  '--enable-nontrapping-float-to-int',
  '--enable-bulk-memory',
  '--enable-multivalue',
  '--enable-reference-types',
  '--enable-tail-call',
];

/** All that wasmote knows. */
export const FEATURES = [
  ...NODE_FEATURES,
  '--enable-extended-const',
  '--enable-multimemory',
  '--enable-custom-page-sizes',
];

/** WebAssembly 3.0, of which Node 20 knows little. */
export const FEATURES_3 = [
  ...FEATURES.slice(0, -1),
  '--enable-gc',
  '--enable-exception-handling',
  '--enable-memory64',
];

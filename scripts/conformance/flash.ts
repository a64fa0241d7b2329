import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type FlashFigures,
  readIncludes,
  runOnXs,
  SimulatorExit,
} from '../../src/simulator/index.js';

/**
 * Bytes of flash that entries add to a preloaded runtime, on 32-bit XS, with what their manifests bring.
 * @param entries without `wasmote/`
 */
export async function flashOf(entries: readonly string[]): Promise<number> {
  return (await flashWith(entries)) - (await flashWith([]));
}

async function flashWith(entries: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-flash-'));
  try {
    const app = join(folder, 'main.js');
    const names = ['wasmote', ...entries.map((name) => `wasmote/${name}`)];
    await writeFile(
      app,
      `${names.map((name) => `import '${name}';`).join('')}export default () => {};`,
    );
    const { modules, preload } = readIncludes(
      ['manifest', ...entries.map((name) => `manifest_${name}`)].map(manifest),
      'pico',
    );
    const { exitCode, stderr, report } = await runOnXs({
      app,
      modules,
      preload,
      strip: true,
    });
    if (exitCode !== SimulatorExit.ok) throw new Error(`${entries.join()}: ${stderr}`);
    return total(report!.flash);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function total({ slotBytes, chunkBytes, codeBytes, nameBytes }: FlashFigures): number {
  return slotBytes + chunkBytes + codeBytes + nameBytes;
}

function manifest(name: string): string {
  return fileURLToPath(new URL(`../../${name}.json`, import.meta.url));
}

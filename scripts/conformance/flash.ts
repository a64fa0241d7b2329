import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extensionModules } from './extension-modules.js';
import { type FlashFigures, runOnXs, SimulatorExit } from '../../src/simulator/index.js';

/**
 * Bytes of flash that entries add to a preloaded runtime, on 32-bit XS.
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
    const modules = extensionModules(entries);
    const { exitCode, stderr, report } = await runOnXs({
      app,
      modules,
      preload: Object.keys(modules),
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

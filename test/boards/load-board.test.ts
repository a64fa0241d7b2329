import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  BoardError,
  boardsFolder,
  creationValues,
  type Figure,
  listBoards,
  loadBoard,
} from '../../src/boards/index.js';
import { SDK_DEFAULT_CREATION } from '../../src/simulator/creation.js';
import { resolveManifests } from '../../src/simulator/manifest.js';

const readJson = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'));

test('the boards are those', () => {
  expect(listBoards()).toEqual([
    'esp32',
    'esp32c3',
    'esp32c6',
    'esp32s3',
    'esp8266',
    'pico-2',
    'pico-w',
    'rp2040',
  ]);
});

test('an unknown board is refused with the known ones', () => {
  expect(() => loadBoard('uno')).toThrow(
    new BoardError(
      'no board is named "uno"; known boards: esp32, esp32c3, esp32c6, esp32s3, esp8266, pico-2, pico-w, rp2040',
    ),
  );
});

test('a name that leads out of the folder is unknown', () => {
  expect(() => loadBoard('../boards/esp32')).toThrow(BoardError);
});

describe.each(listBoards())('%s', (name) => {
  const board = loadBoard(name);
  const { creation, heapBytes, slotBytes, freeBytesAtMain } = board.xs;
  const sizes = creationValues(creation);

  test('fits the schema', () => {
    expect(board.name).toBe(name);
    expect(Object.values(sizes).every(Number.isInteger)).toBe(true);
  });

  test('has a heap as large as its creation says', () => {
    const { staticBytes, chunkBytes, slotCount, stackSlots } = sizes;
    const separate = chunkBytes + (slotCount + stackSlots) * slotBytes.value;
    expect(heapBytes.value).toBe(staticBytes || separate);
    expect(freeBytesAtMain.value).toBeLessThan(heapBytes.value - stackSlots * slotBytes.value);
  });

  test('has memory for what it holds', () => {
    const { sramBytes, reservedSramBytes, freeSramBesideXsBytes } = board.memory;
    const used = reservedSramBytes.value + heapBytes.value + (freeSramBesideXsBytes?.value ?? 0);
    expect(used).toBeLessThanOrEqual(sramBytes.value);
    expect(board.memory.reservedFlashBytes.value).toBeLessThan(board.memory.flashBytes.value);
  });

  const hasApplication = existsSync(join(boardsFolder(), name, 'manifest.json'));

  test.runIf(hasApplication)(
    'has an application whose manifest includes the library and finds its files',
    () => {
      const folder = join(boardsFolder(), name);
      const manifest = readJson(folder, 'manifest.json');
      expect(manifest.include).toContain('$(MODDABLE)/examples/manifest_base.json');
      expect(manifest.include).toContain('../../manifest.json');
      expect(existsSync(join(folder, `${manifest.modules['*']}.js`))).toBe(true);
      for (const file of [manifest.data['*']].flat())
        expect(existsSync(join(folder, file)), file).toBe(true);
    },
  );

  test.runIf(hasApplication)('loads the resources that its manifest gives it', () => {
    const folder = join(boardsFolder(), name);
    const used = readFileSync(
      join(folder, `${readJson(folder, 'manifest.json').modules['*']}.js`),
      'utf8',
    ).matchAll(/new Resource\('(.*?)'\)/g);
    const given = [readJson(folder, 'manifest.json').data['*']].flat();
    expect([...used].map(([, file]) => file).sort()).toEqual(
      given.map((path: string) => path.split('/').pop()).sort(),
    );
  });

  test.runIf(hasApplication)('has the sizes of its manifest, where that sets any', () => {
    const manifest = join(boardsFolder(), name, 'manifest.json');
    expect(resolveManifests([manifest], board.sdk.platform, sizes).creation).toEqual(sizes);
  });
});

test('the ESP32 without a target has the sizes of nodemcu, and a target its own', () => {
  const manifest = join(boardsFolder(), 'esp32', 'manifest_creation.json');
  const { chunkBytes, slotCount, stackSlots } = resolveManifests([manifest], 'esp32').creation;
  expect([chunkBytes, slotCount, stackSlots]).toEqual([78848, 4928, 512]);
  expect(resolveManifests([manifest], 'esp32/esp32c3').creation).toEqual(SDK_DEFAULT_CREATION);
});

test("the library's manifest sets neither strip nor creation", () => {
  expect(readJson(dirname(boardsFolder()), 'manifest.json')).toEqual({
    modules: { wasmote: './dist/xs/wasmote' },
    preload: ['wasmote'],
  });
});

describe('a folder of boards of one’s own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wasmote-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  cpSync(boardsFolder(), folder, { recursive: true });
  const file = join(folder, 'rp2040', 'board.json');
  const right = readFileSync(file, 'utf8');

  function broken(change: (board: Record<string, Record<string, Figure>>) => void) {
    const board = JSON.parse(right);
    change(board);
    writeFileSync(file, JSON.stringify(board));
    return () => loadBoard('rp2040', folder);
  }

  test('a number without its source is refused', () => {
    const load = broken((board) => {
      board['xs']!['slotBytes'] = { value: 16, basis: 'measured' } as Figure;
    });
    expect(load).toThrow(/slotBytes must have required property 'source'/);
  });

  test('a property that nobody reads is refused', () => {
    const load = broken((board) => {
      board['memory']!['psramBytes'] = board['memory']!['sramBytes']!;
    });
    expect(load).toThrow(/memory must NOT have additional properties \(psramBytes\)/);
  });

  test('a size of 0 is refused where it makes no sense', () => {
    const load = broken((board) => {
      board['xs']!['heapBytes'] = { ...board['xs']!['heapBytes']!, value: 0 };
    });
    expect(load).toThrow(/heapBytes\/value must be >= 1/);
  });

  test('a name other than the folder’s is refused', () => {
    const load = broken((board) => Object.assign(board, { name: 'pico' }));
    expect(load).toThrow(/names the board "pico", its folder "rp2040"/);
  });

  test('what is not JSON is refused', () => {
    writeFileSync(file, '{');
    expect(() => loadBoard('rp2040', folder)).toThrow(/board\.json is not JSON/);
  });
});

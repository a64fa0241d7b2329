import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { loadBoard, listBoards } from '../../src/boards/index.js';
import { resolveManifests, type ResolvedManifest } from '../../src/simulator/manifest.js';
import { SDK_MODULES } from '../../src/simulator/sdk-modules.js';
import { runCli } from '../cli/run-cli.js';
import { describeOnXs } from '../simulator/support.js';
import { APPLICATIONS, isMod } from './applications.js';

const MOD = 'examples/mod/manifest.json';
const HOST = 'examples/mod/host/manifest.json';

interface Uses {
  /** Specifiers that a module imports. */
  readonly imports: string[];
  /** Names of resources that it opens. */
  readonly resources: string[];
}

const known = new Map<string, Uses>();

function uses(file: string): Uses {
  const found = known.get(file) ?? parse(file);
  known.set(file, found);
  return found;
}

function parse(file: string): Uses {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  const imports: string[] = [];
  const resources: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
      imports.push(node.moduleSpecifier.text);
    if (ts.isNewExpression(node) && node.expression.getText(source) === 'Resource') {
      const [name] = node.arguments ?? [];
      // An expression may name any.
      resources.push(name && ts.isStringLiteral(name) ? name.text : '*');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { imports, resources };
}

/** Specifiers that no manifest gives a module for. */
function unresolved({ modules, sdkManifests }: ResolvedManifest): string[] {
  const given = new Set([
    ...modules.keys(),
    ...sdkManifests.flatMap((manifest) => SDK_MODULES[manifest] ?? []),
  ]);
  return [...modules.values()]
    .flatMap((file) => uses(file).imports)
    .filter((name) => !given.has(name));
}

describe.each(APPLICATIONS)('%s', (manifest, platform) => {
  const resolved = resolveManifests([manifest], platform);

  it('includes manifests of the SDK that are known', () => {
    expect(resolved.sdkManifests.length).toBeGreaterThan(0);
    for (const name of resolved.sdkManifests) expect(Object.keys(SDK_MODULES)).toContain(name);
  });

  it('has its main module, and a module for every import', () => {
    expect([...resolved.modules.keys()]).toContain(isMod(manifest) ? 'mod' : 'main');
    // What a mod has not is of the firmware beside which it is installed.
    const all = manifest === MOD ? resolveManifests([manifest, HOST], platform) : resolved;
    expect(unresolved(all)).toEqual([]);
  });

  it('has the resources that it opens, and no others', () => {
    const own = [...resolved.modules].filter(([name]) => !name.startsWith('wasmote'));
    const opened = own.flatMap(([, file]) => uses(file).resources);
    const given = [...resolved.resources.keys()];
    if (opened.includes('*')) expect(given.length).toBeGreaterThan(0);
    else expect(given.sort()).toEqual(opened.sort());
  });

  it.runIf(platform === 'esp32' && !isMod(manifest))('has a stack without a target, too', () => {
    expect(resolved.creation.stackSlots).toBe(512);
  });

  it('preloads all of the library that it has', () => {
    const library = [...resolved.modules.keys()].filter((name) => name.startsWith('wasmote'));
    expect(resolved.preload).toEqual(expect.arrayContaining(library));
  });
});

it('an import that no manifest gives is found', () => {
  const resolved = resolveManifests(['examples/blink/manifest.json'], 'pico');
  const withoutPins = resolved.sdkManifests.filter((name) => !name.includes('/io/'));
  expect(unresolved({ ...resolved, sdkManifests: withoutPins })).toEqual([
    'embedded:io/digital',
    'embedded:provider/builtin',
  ]);
});

it('every example and board is among them', () => {
  const folders = readdirSync('examples').filter((name) =>
    existsSync(join('examples', name, 'manifest.json')),
  );
  const boards = listBoards().filter((name) => existsSync(join('boards', name, 'manifest.json')));
  const tested = new Set(APPLICATIONS.map(([manifest]) => basename(dirname(manifest))));
  for (const name of [...folders, ...boards]) expect(tested).toContain(name);
});

describe('modules of the library', () => {
  const manifests = readdirSync('.').filter((name) => /^manifest.*\.json$/.test(name));

  it.each(manifests)('%s names none but wasmote and wasmote/…, and preloads all', (manifest) => {
    const { modules, preload, sdkManifests, resources } = resolveManifests([manifest], 'pico');
    for (const name of modules.keys()) expect(name).toMatch(/^wasmote(\/[a-z0-9-]+)?$/);
    expect(new Set(preload)).toEqual(new Set(modules.keys()));
    expect([sdkManifests, [...resources]]).toEqual([[], []]);
    const { strip, creation } = JSON.parse(readFileSync(manifest, 'utf8'));
    expect([strip, creation]).toEqual([undefined, undefined]);
  });

  it('are in a manifest each', () => {
    const { modules } = resolveManifests(manifests, 'pico');
    const files = readdirSync('dist/xs').filter((name) => name.endsWith('.js'));
    expect([...modules.values()].map((file) => basename(file)).sort()).toEqual(files.sort());
  });
});

describeOnXs('in the simulator', { concurrent: true }, () => {
  const led = (pin: number): string =>
    [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0].map((level) => `pin ${pin} = ${level}\n`).join('');

  it.each([
    ['rp2040', led(25)],
    ['esp32', led(2)],
  ])('blink blinks the LED of %s', async (board, stdout) => {
    const result = await runCli('sim', '--board', board, 'examples/blink');
    expect(result).toEqual({ exitCode: 0, stdout, stderr: '' });
  });

  it.each(['rp2040', 'esp32'])(
    'sensors goes on while one of eight misbehaves, on %s',
    async (board) => {
      const { exitCode, stdout } = await runCli('sim', '--board', board, 'examples/sensors');
      const lines = stdout.split('\n');
      expect(exitCode).toBe(0);
      expect(
        lines.filter((line) => / °C, heater \d+ %, crc [0-9a-f]+, lamp /.test(line)),
      ).toHaveLength(6);
      expect(lines.filter((line) => line.startsWith('faulty: '))).toEqual([
        'faulty: 500',
        'faulty: -1',
        'faulty: all fuel consumed by WebAssembly',
        'faulty: growth operation limited',
        'faulty: out of bounds memory access',
        'faulty: 1000',
      ]);
      expect(stdout).toMatch(/\nfaulty +24 /);
    },
  );

  const lamps = 'the mod is there; its lamps: 17, 17\n' + 'lamps: 17\n'.repeat(3);

  it.each([
    ['rp2040', 'host', 'mod', [4_000, 12_000]],
    ['esp32', 'host', 'mod', [4_000, 60_000]],
    ['rp2040', 'host/manifest_plain.json', 'mod/manifest_complete.json', [140_000, 180_000]],
  ] as const)('%s: %s runs %s', async (board, host, mod, [least, most]) => {
    const paths = ['--host', `examples/mod/${host}`, `examples/${mod}`];
    const { exitCode, stdout, stderr } = await runCli(
      ...['sim', '--board', board, '--memory', ...paths],
    );
    expect([exitCode, stdout]).toEqual([0, lamps]);
    const [, slots, chunks] = /at the end: ([\d,]+) bytes of slots and ([\d,]+)/.exec(stderr)!;
    const used = Number(slots!.replaceAll(',', '')) + Number(chunks!.replaceAll(',', ''));
    expect(used).toBeGreaterThan(least);
    expect(used).toBeLessThan(most);
  });

  it('a firmware without a mod says so, and a mod alone is run as by one that has the library', async () => {
    const none = await runCli('sim', '--board', 'rp2040', 'examples/mod/host');
    expect(none).toEqual({ exitCode: 0, stdout: 'there is no mod\n', stderr: '' });
    const alone = await runCli('sim', '--board', 'rp2040', 'examples/mod');
    expect(alone).toEqual({ exitCode: 0, stdout: lamps.split('lamps: 17\n')[0], stderr: '' });
    const module = await runCli('sim', '--board', 'rp2040', '--host', 'examples/mod/host', 'x.js');
    expect(module.exitCode).toBe(2);
  });
});

describe('flash', () => {
  it.each(['blink', 'sensors', 'mod', 'mod/host'])('takes examples/%s', async (name) => {
    for (const board of ['rp2040', 'esp32']) {
      const path = `examples/${name}`;
      const { exitCode, stdout } = await runCli('flash', '--board', board, path, '--dry-run');
      expect(exitCode).toBe(0);
      const { platform } = loadBoard(board).sdk;
      expect(stdout).toMatch(
        new RegExp(
          `^cd /.*/${path} && ${name === 'mod' ? 'mcrun' : 'mcconfig'} -d -m -p ${platform} /.*/${path}/manifest.json\n$`,
        ),
      );
    }
  });
});

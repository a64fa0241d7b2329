import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import '../../src/compiler.js';
import { creationValues, loadBoard } from '../../src/boards/index.js';
import type { Strategy } from '../../src/index.js';
import { selftest, type SelftestOptions, type SelftestResult } from '../../src/selftest.js';
import { readManifest, runOnXs } from '../../src/simulator/index.js';
import { runCompiled } from '../compiler/on-xs.js';
import { describeOnXs, PICO } from '../simulator/support.js';

type Told = SelftestResult & { readonly lines: readonly string[] };

function run(test: typeof selftest, options: SelftestOptions = {}): Told {
  const lines: string[] = [];
  const result = test({ ...options, print: (line) => lines.push(line) });
  return { ...result, lines };
}

/** The runtime is loaded anew, with functions of `Math` that are wrong from the beginning. */
async function runWith(
  wrong: () => void,
  strategy: Strategy,
  options: SelftestOptions = {},
): Promise<Told> {
  vi.resetModules();
  wrong();
  await import('../../src/compiler.js');
  const { Config, Engine } = await import('../../src/index.js');
  const { selftest } = await import('../../src/selftest.js');
  return run(selftest, { ...options, engine: new Engine(new Config().strategy(strategy)) });
}

const CASES = 8009;

describe('selftest', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('finds nothing on Node, on either engine', () => {
    expect(run(selftest)).toEqual({
      cases: 2 * CASES,
      deviations: 0,
      instructions: {},
      lines: [
        `selftest of interpreter and compiler: 0 of ${2 * CASES} cases deviate from the specification`,
      ],
    });
  });

  it('tells each deviation of a square root that loses the sign of zero, and sums up', async () => {
    const { sqrt } = Math;
    const wrong = (): void => void vi.spyOn(Math, 'sqrt').mockImplementation((x) => sqrt(x) + 0);
    expect(await runWith(wrong, 'interpreter')).toEqual({
      cases: CASES,
      deviations: 2,
      instructions: { 'f32.sqrt': 1, 'f64.sqrt': 1 },
      lines: [
        'engine: f32.sqrt 0x80000000: 0x00000000, expected 0x80000000',
        'engine: f32.sqrt: 1 of 39 cases deviate',
        'engine: f64.sqrt 0x8000000000000000: 0x0000000000000000, expected 0x8000000000000000',
        'engine: f64.sqrt: 1 of 54 cases deviate',
        `selftest of engine: 2 of ${CASES} cases deviate from the specification`,
      ],
    });
  });

  it('tells of values that are no NaN, and as many examples as it shall', async () => {
    const { sqrt, trunc } = Math;
    const wrong = (): void => {
      vi.spyOn(Math, 'sqrt').mockImplementation((x) => (x < 0 ? -Infinity : sqrt(x)));
      vi.spyOn(Math, 'trunc').mockImplementation((x) => (x > 4 && x < 5 ? Infinity : trunc(x)));
    };
    const { lines, instructions } = await runWith(wrong, 'interpreter', { examples: 1 });
    expect(lines).toContain(
      'engine: f64.sqrt 0xc008000000000000: 0xfff0000000000000, expected 0x7ff8000000000000 with either sign',
    );
    expect(lines.filter((line) => line.startsWith('engine: f64.sqrt 0x'))).toHaveLength(1);
    expect(instructions['f64.sqrt']).toBeGreaterThan(1);
    expect(lines).toContain(
      'engine: f64.trunc 0x4012cccccccccccd: 0x7ff0000000000000, expected 0x4010000000000000',
    );
  });

  it('tells of compiled code that does not round to f32', async () => {
    const wrong = (): void => void vi.spyOn(Math, 'fround').mockImplementation((x) => x);
    const { instructions } = await runWith(wrong, 'compiler');
    expect(Object.keys(instructions)).toEqual([
      'f32.mul of integers',
      'f32.div of integers',
      'f64 to f32 and back',
    ]);
  });

  it('needs something to print with', () => {
    expect(() => selftest()).toThrow(new TypeError('selftest: there is no trace; give it print'));
  });
});

describeOnXs('selftest on XS', () => {
  const example = fileURLToPath(new URL('../../examples/selftest', import.meta.url));

  it.each([
    ['rp2040', 'pico'],
    ['esp32', 'esp32'],
    ['esp32c3', 'esp32'],
  ])('finds nothing on %s', async (name, platform) => {
    const { app, modules, preload } = readManifest(`${example}/manifest.json`, platform);
    const { exitCode, stdout, stderr } = await runOnXs({
      ...{ app, modules, preload },
      creation: creationValues(loadBoard(name).xs.creation),
      strip: true,
      timeoutMs: 120_000,
    });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: `selftest of interpreter: 0 of ${CASES} cases deviate from the specification\n`,
      stderr: '',
    });
  });

  it.each([512, 384])('finds nothing in compiled code, with %i slots of stack', async (slots) => {
    const { exitCode, stdout, stderr } = await runCompiled({
      source: `import 'wasmote/compiler';
        import { selftest } from 'wasmote/selftest';
        trace(JSON.stringify(selftest({ print() {} })));`,
      onDemand: true,
      selftest: true,
      creation: { ...PICO, stackSlots: slots },
      strip: true,
    });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: `{"cases":${2 * CASES},"deviations":0,"instructions":{}}`,
      stderr: '',
    });
  });
});

/**
 * What is predicted, against what 32-bit XS does: RAM of an instance within 3 % or 16 bytes,
 * whichever is more; RAM in all within 5 %, the library's flash within 1 %; how many instances fit
 * exact, or one below.
 */
import { describe, expect, it } from 'vitest';
import { runtimeFootprint } from '../../src/cli/demo/runtime-footprint.js';
import { creationValues, listBoards, loadBoard } from '../../src/boards/index.js';
import { flashOfEntries } from '../../src/prediction/entries.js';
import type { Guest, GuestForm } from '../../src/prediction/guest.js';
import { DEFAULT_RESERVE_BYTES, predict } from '../../src/prediction/predict.js';
import type { BudgetReport, HeapReport } from '../../src/prediction/report.js';
import { SimulatorExit } from '../../src/simulator/index.js';
import { flashOf } from '../../scripts/conformance/flash.js';
import { describeOnXs32 } from '../simulator/support.js';
import { type Added, application, calling, HOLDING, measure, ROOMY, runWith } from './measure.js';
import { guestOf, modules, subjectOf } from './modules.js';

const MODULES = modules();
const COUNTS = [1, 2, 7, 20, 45, 100];
const FORMS: readonly GuestForm[] = [
  'wasm',
  'image',
  'compiled',
  'wasm-compiler',
  'image-compiler',
];
const SLOW_MS = 120_000;

function predicted(guests: readonly Guest[], board: string, instances: number): BudgetReport {
  const options = { fuel: false, instances, reserveBytes: DEFAULT_RESERVE_BYTES };
  return predict(loadBoard(board), guests, options);
}

const bytesOf = ({ slots, chunkBytes }: Added): number => slots * 16 + chunkBytes;

function expectNear(predictedBytes: number, measuredBytes: number, part: number): void {
  const allowed = Math.max(16, measuredBytes * part);
  expect(Math.abs(predictedBytes - measuredBytes)).toBeLessThanOrEqual(allowed);
}

it('compares at least 40 modules', () => {
  expect(MODULES.size).toBeGreaterThanOrEqual(40);
});

describeOnXs32('RAM is what was predicted', () => {
  describe.each(FORMS)('of modules as %s', (form) => {
    it.each([...MODULES.keys()].map((name, i) => [name, COUNTS[i % COUNTS.length]!] as const))(
      '%s, %i instances',
      async (name, count) => {
        const guest = guestOf(name, MODULES.get(name)!, form);
        const report = predicted([guest], 'rp2040', count);
        const { instance, shared } = report.modules[0]!;
        const measured = await measure([subjectOf(guest)], [count]);
        expectNear(instance.bytes, bytesOf(measured.last[0]!), 0.03);
        const all = [measured.runtime, measured.modules, ...measured.instances];
        const total = report.runtime.bytes + shared.bytes + count * instance.bytes;
        expectNear(
          total,
          all.map(bytesOf).reduce((a, b) => a + b),
          0.05,
        );
      },
      SLOW_MS,
    );
  });

  it('of several modules together', async () => {
    const names = ['everything', 'guests_traffic', 'guests_calculator', 'imports12', 'table40'];
    const guests = names.map((name, i) => guestOf(name, MODULES.get(name)!, FORMS[i % 3]!));
    const report = predicted(guests, 'rp2040', 10);
    const measured = await measure(
      guests.map(subjectOf),
      guests.map(() => 10),
    );
    const all = [measured.runtime, measured.modules, ...measured.instances];
    const total = report.modules.reduce(
      (sum, { shared, instance }) => sum + shared.bytes + 10 * instance.bytes,
      report.runtime.bytes,
    );
    expectNear(
      total,
      all.map(bytesOf).reduce((a, b) => a + b),
      0.05,
    );
  });
});

describeOnXs32('what is not of a module', () => {
  it.each([
    ['one module', ['guests_traffic'], 60],
    ['several', ['guests_traffic', 'imports12', 'guests_pid'], 5],
  ])('is in the sum with a small program: %s', async (_, names, instances) => {
    for (const form of FORMS) {
      const guests = names.map((name) => guestOf(name, MODULES.get(name)!, form));
      const subjects = guests.map(subjectOf);
      const { stdout } = await runWith(subjects, application(subjects, HOLDING), {
        creation: ROOMY,
        argv: [JSON.stringify(names.map(() => instances)), '[0,0]'],
      });
      const [slots = NaN, chunkBytes = NaN] = stdout.split(' ').map(Number);
      const { usedBytes } = predicted(guests, 'rp2040', instances).total;
      expectNear(usedBytes, bytesOf({ slots, chunkBytes }), 0.02);
    }
  });

  it('is the flash of the library', async () => {
    const guest = guestOf('traffic', MODULES.get('guests_traffic')!, 'wasm');
    const { total, modules: of } = predicted([guest], 'rp2040', 1);
    const { flashBytes } = await runtimeFootprint(ROOMY);
    expectNear(total.flashBytes - of[0]!.flashBytes, flashBytes, 0.01);
  });
});

describeOnXs32('the flash of entries that modules need', () => {
  it.each([
    ['extendedTags', ['exception-handling']],
    ['extendedAddresses', ['memory64']],
    ['extendedTypes', ['gc']],
    ['extendedTables', ['function-references', 'gc']],
  ])('%s: %j', async (name, entries) => {
    const guest = guestOf(name, MODULES.get(name)!, 'wasm');
    expect(guest.entries).toEqual(
      expect.arrayContaining(entries.map((entry) => `wasmote/${entry}`)),
    );
    expectNear(flashOfEntries(guest.entries), await flashOf(entries), 0.01);
  });
});

/** Whether a board holds so many rounds of instances, and the reserve beside them. */
async function holds(
  guests: readonly Guest[],
  board: string,
  rounds: number,
  { slots, chunkBytes }: HeapReport,
): Promise<boolean> {
  const subjects = guests.map(subjectOf);
  const { exitCode, stderr } = await runWith(subjects, application(subjects, HOLDING), {
    creation: creationValues(loadBoard(board).xs.creation),
    argv: [JSON.stringify(guests.map(() => rounds)), JSON.stringify([slots, chunkBytes])],
  });
  if (exitCode === SimulatorExit.ok) return true;
  if (exitCode === SimulatorExit.memoryFull) return false;
  throw new Error(`${rounds} rounds: ${stderr}`);
}

/** As many as predicted fit, and two more do not. */
async function expectCapacity(guests: readonly Guest[], board: string): Promise<void> {
  const { total, reserve, modules: of, board: its } = predicted(guests, board, 1);
  const { rounds } = total;
  if (of.some(({ stack }) => (stack.xsSlots ?? 0) > its.stackSlots)) {
    // Its calls do not fit XS's stack, however many instances would.
    expect(rounds).toBe(0);
    return;
  }
  const answers = {
    asPredicted: rounds === 0 || (await holds(guests, board, rounds, reserve)),
    twoMore: await holds(guests, board, rounds + 2, reserve),
  };
  expect({ rounds, ...answers }).toEqual({ rounds, asPredicted: true, twoMore: false });
}

describeOnXs32.each(['rp2040', 'esp32'])(
  'as many instances as predicted fit %s, or one more',
  (board) => {
    it.each([...MODULES.keys()])(
      '%s',
      async (name) => {
        // Every form in turn: what differs is what the module takes once.
        const form = FORMS[[...MODULES.keys()].indexOf(name) % FORMS.length]!;
        await expectCapacity([guestOf(name, MODULES.get(name)!, form)], board);
      },
      SLOW_MS,
    );

    it('of several modules together', async () => {
      const names = ['guests_traffic', 'guests_blink', 'guests_pid'];
      await expectCapacity(
        names.map((name) => guestOf(name, MODULES.get(name)!, 'wasm')),
        board,
      );
    });
  },
);

describeOnXs32('XS has stack enough', () => {
  const names = [...MODULES.keys()].filter((name) =>
    /^((guests|programs|kernels)_|deepCalls$)/.test(name),
  );
  it.each(FORMS)(
    'for modules as %s, where the prediction says how much',
    async (form) => {
      const bounded = names
        .map((name) => guestOf(name, MODULES.get(name)!, form))
        .map((guest) => ({
          guest,
          slots: predicted([guest], 'rp2040', 1).modules[0]!.stack.xsSlots,
        }))
        .filter(({ slots }) => slots !== null);
      expect(bounded.length).toBeGreaterThan(10);
      for (const { guest, slots } of bounded) {
        const subjects = [subjectOf(guest)];
        const { stdout, stderr } = await runWith(
          subjects,
          application(subjects, calling(subjects[0]!)),
          {
            creation: { ...ROOMY, stackSlots: slots! },
            argv: ['0'],
          },
        );
        expect([guest.name, stderr]).toEqual([guest.name, '']);
        expect(Number(stdout)).toBeLessThanOrEqual(slots!);
      }
    },
    SLOW_MS,
  );
});

describeOnXs32('on every board', () => {
  it.each(listBoards())(
    '%s has room for as many instances of the 120-byte example',
    async (board) => {
      await expectCapacity([guestOf('traffic', MODULES.get('guests_traffic')!, 'compiled')], board);
    },
    SLOW_MS,
  );

  it('a module of WebAssembly that is said to need more stack than an ESP8266 has, does', async () => {
    const guest = guestOf('traffic', MODULES.get('guests_traffic')!, 'wasm');
    expect(predicted([guest], 'esp8266', 1).total).toMatchObject({ fits: false, rounds: 0 });
    const subjects = [subjectOf(guest)];
    const { exitCode } = await runWith(subjects, application(subjects, calling(subjects[0]!)), {
      creation: creationValues(loadBoard('esp8266').xs.creation),
      argv: ['0'],
    });
    expect(exitCode).toBe(SimulatorExit.stackOverflow);
  });
});

describe('the 120-byte example on the rp2040', () => {
  const fits = (form: GuestForm): number =>
    predicted([guestOf('traffic', MODULES.get('guests_traffic')!, form)], 'rp2040', 90).total
      .rounds;

  it('has at least 90 live instances compiled, and 60 interpreted', () => {
    expect(fits('compiled')).toBeGreaterThanOrEqual(90);
    expect(fits('wasm')).toBeGreaterThanOrEqual(60);
  });
});

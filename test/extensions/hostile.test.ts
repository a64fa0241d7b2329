/** Guests that take what they can get end with a trap, and others go on. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Budget, StoreLimits } from '../../src/index.js';
import { runCompiled } from '../compiler/on-xs.js';
import { describeOnXs32, ESP32, PICO } from '../simulator/support.js';
import { CALLS, GREEDY, HOSTILE } from './hostile.js';
import { binary, Program, thrown, WAYS, type Way } from './program.js';

const LIMITED = 'growth operation limited';

async function guestOf(way: Way, options: ConstructorParameters<typeof Program>[1] = {}) {
  const program = new Program(way, options);
  let again: (n: number) => void = () => undefined;
  program.linker
    .func('env', 'take', () => undefined)
    .func('env', 'again', (n) => again(n as number));
  const guest = await program.guest(HOSTILE);
  again = (n) => guest.call('host', n + 1);
  return { program, guest };
}

describe.each(WAYS)('$strategy, fuel: $fuel, image: $image', (way) => {
  it('lengths, ranges and casts', async () => {
    const { guest } = await guestOf(way);
    for (const [name, args, expected] of CALLS) {
      const run = (): unknown => guest.call(name, ...args);
      if (typeof expected === 'number') expect([name, args, run()]).toEqual([name, args, expected]);
      else expect([name, args, String(thrown(run))]).toEqual([name, args, expected]);
    }
  });

  it('recursion that catches all, alone and through the host', async () => {
    const { guest } = await guestOf(way);
    expect(String(thrown(() => guest.call('deep', 0)))).toMatch(/call stack exhausted|fuel/);
    expect(String(thrown(() => guest.call('host', 0)))).toMatch(/call stack exhausted|fuel/);
    if (!way.fuel) expect(guest.call('answer')).toBe(42);
  });

  it('a budget without a device, too', async () => {
    if (way.fuel) return;
    const budget = new Budget({ totalBytes: 200_000 });
    const { program, guest } = await guestOf(way, { budget });
    expect(thrown(() => guest.call('list'))).toMatchObject({ message: LIMITED });
    expect(budget.used).toBeGreaterThan(150_000);
    expect(budget.used).toBeLessThanOrEqual(200_000);
    budget.release(program.store);
    expect(budget.used).toBeLessThan(20_000);
    expect(thrown(() => guest.call('answer'))).toMatchObject({ message: LIMITED });
  });

  it.each(GREEDY)('what is kept counts in the total of a store: %s', async (name) => {
    if (way.fuel) return;
    const limits = StoreLimits.builder().totalBytes(300_000).build();
    const { program, guest } = await guestOf(way, { limits });
    expect(thrown(() => guest.call(name))).toMatchObject({ message: LIMITED });
    const { engineObjects } = program.store.memoryUsage();
    expect(engineObjects).toBeGreaterThan(200_000);
    expect(engineObjects).toBeLessThanOrEqual(300_000);
  });
});

describe('without limits', () => {
  const run = promisify(execFile);

  it.each(GREEDY)('V8 does not end the process: %s', async (name) => {
    const bytes = Buffer.from(await binary(HOSTILE)).toString('base64');
    const source = `
      import { Config, Engine, Linker, Module, Store } from './dist/index.js';
      const engine = new Engine(new Config().strategy('interpreter'));
      const module = new Module(engine, Buffer.from('${bytes}', 'base64'));
      const linker = new Linker(engine).func('env', 'take', () => {}).func('env', 'again', () => {});
      const made = () => linker.instantiate(new Store(engine), module);
      try { made().call('${name}'); } catch (error) { console.log(String(error)); }
      console.log(made().call('garbage', 1000), made().call('answer'));`;
    const args = ['--max-old-space-size=96', '--input-type=module', '--eval', source];
    const { stdout } = await run(process.execPath, args);
    expect(stdout).toBe(`RuntimeError: ${LIMITED}\n1 42\n`);
  });
});

/** How a module gets to a board. */
const FORMS = [
  ['interpreted', ''],
  ['compiled ahead of time', ''],
  ['compiled on the device', "import 'wasmote/compiler';"],
] as const;

/** Boards, and their sizes as `XsHeap` takes them. */
const BOARDS = [
  ['rp2040', PICO],
  ['esp32', ESP32],
] as const;

describeOnXs32.each(BOARDS)('on a board with a budget: %s', (board, creation) => {
  it.each(FORMS)('%s', async (form, imports) => {
    const { stdout, stderr, exitCode } = await runCompiled({
      source: `
        ${imports}
        import 'wasmote/exception-handling';
        import 'wasmote/gc';
        import Instrumentation from 'instrumentation';
        import Resource from 'Resource';
        import Sim from 'sim';
        import { Config, Engine, Linker, Module, Store } from 'wasmote';
        import { Budget, XsHeap } from 'wasmote/budget';
        ${form === 'compiled ahead of time' ? "import module from 'hostile';" : ''}
        const device = XsHeap.of('${board}', Instrumentation, { gc: () => Sim.collect() });
        const budget = new Budget({ device });
        const strategy = '${imports === '' ? 'interpreter' : 'compiler'}';
        const engine = new Engine(new Config().strategy(strategy).budget(budget));
        ${form === 'compiled ahead of time' ? '' : "const module = new Module(engine, new Resource('hostile.wasm'));"}
        const linker = new Linker(engine)
          .func('env', 'take', () => {}).func('env', 'again', (n) => guest.call('host', n + 1));
        const made = () => linker.instantiate(new Store(engine), module);
        const attempt = (guest, name, args) => {
          try { return guest.call(name, ...args); } catch (error) { return error.name + ': ' + error.message; }
        };
        // Both before: on an RP2040, what were slots are never chunks again.
        const other = made();
        const guest = made();
        const results = [];
        for (const [name, args] of ${JSON.stringify(CALLS)}) results.push(attempt(guest, name, args));
        trace(JSON.stringify(results), '\\n');
        for (const name of ${JSON.stringify(['deep', 'host', ...GREEDY])}) {
          trace(name, ' ', attempt(guest, name, [0]), '\\n');
          if (name !== 'global') trace(attempt(other, 'answer', []), ' ', attempt(guest, 'answer', []), '\\n');
        }
        budget.release(guest.store);
        trace(attempt(guest, 'answer', []), '\\n');`,
      modules: { hostile: await binary(HOSTILE) },
      budget: true,
      extensions: true,
      onDemand: imports !== '',
      strip: true,
      creation,
    });
    expect([stdout, stderr, exitCode]).toEqual([expect.anything(), '', 0]);
    const [results, ...lines] = stdout.trim().split('\n');
    expect(JSON.parse(results!)).toEqual(CALLS.map(([, , expected]) => expected));
    expect(lines).toEqual([
      ...['deep', 'host'].flatMap((name) => [
        `${name} RuntimeError: call stack exhausted`,
        '42 42',
      ]),
      ...GREEDY.flatMap((name) => [`${name} RuntimeError: ${LIMITED}`, '42 42']).slice(0, -1),
      `RuntimeError: ${LIMITED}`,
    ]);
  });
});

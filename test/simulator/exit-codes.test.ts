import { expect, it } from 'vitest';
import { SimulatorExit } from '../../src/simulator/report.js';
import { describeOnXs, ESP32, PICO, runFiles, runSource } from './support.js';

describeOnXs('the simulator ends with', () => {
  it('0 when nothing is left to do, promise jobs and timers included', async () => {
    const { exitCode, stdout, stderr } = await runSource(`
      import Timer from "timer";
      Timer.set(() => trace("timer "), 5);
      Promise.resolve(1).then((v) => trace("job ", v, " "));
      trace("main ");
    `);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: SimulatorExit.ok,
      stdout: 'main job 1 timer ',
      stderr: '',
    });
  });

  it('what Sim.exit was given', async () => {
    const { exitCode, stdout } = await runSource(
      'import Sim from "sim"; trace(Sim.argv.join()); Sim.exit(42); trace("no");',
      { argv: ['a', 'b'] },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 42, stdout: 'a,b' });
  });

  it.each([
    ['pico', PICO],
    ['esp32', ESP32],
  ] as const)('memoryFull on %s when slots run out', async (_, creation) => {
    const { exitCode, stderr } = await runSource('const a = []; for (;;) a.push({ x: 1 });', {
      creation,
    });
    expect(exitCode).toBe(SimulatorExit.memoryFull);
    expect(stderr).toMatch(/^xs: memory full/);
  });

  it.each([
    ['pico', PICO],
    ['esp32', ESP32],
  ] as const)('memoryFull on %s when chunks run out', async (_, creation) => {
    const { exitCode, stderr } = await runSource(
      'const a = []; for (;;) a.push(new ArrayBuffer(4096));',
      { creation },
    );
    expect(exitCode).toBe(SimulatorExit.memoryFull);
    expect(stderr).toMatch(/^xs: memory full/);
  });

  it('memoryFull, not an exception, so that no catch hides it', async () => {
    const { exitCode, stdout } = await runSource(
      'try { new ArrayBuffer(1 << 20); } catch { trace("caught"); }',
      { creation: PICO },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: SimulatorExit.memoryFull, stdout: '' });
  });

  it('stackOverflow after about 30 frames of 512 slots', async () => {
    const { exitCode, stdout, stderr } = await runSource(
      'function f(a, b, c, d) { trace("."); return 1 + f(a, b, c, d); } try { f(1, 2, 3, 4); } catch { trace("caught"); }',
      { creation: PICO },
    );
    expect(exitCode).toBe(SimulatorExit.stackOverflow);
    expect(stderr).toBe('xs: stack overflow: 512 slots of XS stack\n');
    // XS 17 has one slot fewer in a frame than 13.3 has: 14 to 15 with four arguments, against 16.
    expect(stdout.length).toBeGreaterThanOrEqual(25);
    expect(stdout.length).toBeLessThanOrEqual(50);
  });

  it('exception', async () => {
    const thrown = await runSource('throw new RangeError("too far");');
    expect(thrown.exitCode).toBe(SimulatorExit.exception);
    expect(thrown.stderr).toMatch(/^xs: uncaught exception: RangeError: too far/);
    const rejected = await runSource('Promise.reject(new TypeError("no"));');
    expect(rejected.exitCode).toBe(SimulatorExit.exception);
    expect(rejected.stderr).toMatch(/^xs: unhandled rejection: TypeError: no/);
  });

  it('build for a syntax error, with its line, and for an exception while preloading', async () => {
    const syntax = await runSource('let a = 1;\nlet b = ;\n');
    expect(syntax.exitCode).toBe(SimulatorExit.build);
    expect(syntax.stderr).toMatch(/main\.js:2: /);
    const preload = await runFiles(
      { 'main.js': 'import "lib";', 'lib.js': 'throw new Error("early");' },
      { modules: ['lib'], preload: ['lib'] },
    );
    expect(preload.exitCode).toBe(SimulatorExit.build);
    expect(preload.stderr).toMatch(/while preloading.*early/);
  });

  it('exception for a module that is not there', async () => {
    const { exitCode, stderr } = await runSource('import "nowhere";');
    expect(exitCode).toBe(SimulatorExit.exception);
    expect(stderr).toContain('module "nowhere" not found');
  });

  it('a timeout when asked to', async () => {
    const { exitCode, timedOut } = await runSource('for (;;);', { timeoutMs: 300 });
    expect({ exitCode, timedOut }).toEqual({ exitCode: null, timedOut: true });
  });
});

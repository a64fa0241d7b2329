import { expect, it } from 'vitest';
import { describeOnXs, PICO, runFiles, runSource } from './support.js';

async function value(expression: string): Promise<string> {
  const { stdout, stderr } = await runSource(`trace(String(${expression}));`);
  return stdout + stderr;
}

describeOnXs("the engine is the boards'", () => {
  it.each([
    ['integers have no minus zero', '1 / (-4 % 2)', 'Infinity'],
    ['integers have no minus zero', '1 / (0 * -5)', 'Infinity'],
    ['doubles have', '1 / -0.5e-323 < 0 ? 1 / (0.5 * -0) : 0', '-Infinity'],
    ['fround passes integers through', 'Math.fround(16777217)', '16777217'],
    [
      'doubles are IEEE 754, not those of the 387',
      '0.1 + 0.2 === 0.30000000000000004 && 1e308 * 10 / 10 === Infinity',
      'true',
    ],
    ['subnormals', '5e-324 / 2 === 0 && 2.2250738585072014e-308 / 2 > 0', 'true'],
    [
      'NaN payloads of f64 survive',
      '(() => { const d = new DataView(new ArrayBuffer(16)); d.setInt32(0, 0x7ff80000); d.setInt32(4, 0x1234); d.setFloat64(8, d.getFloat64(0)); return d.getInt32(12); })()',
      String(0x1234),
    ],
    ['there is no console', 'typeof console', 'undefined'],
    [
      'functions have neither name nor length',
      '[(function f(a) {}).name, ((a, b) => 1).length].join()',
      ',',
    ],
    ['built-in functions cost nothing, being no objects', 'typeof [].push', 'function'],
    ['the parser is there', 'new Function("a", "return a * 2")(21)', '42'],
  ])('%s: %s', async (_, expression, expected) => {
    expect(await value(expression)).toBe(expected);
  });

  it('finds relative imports beside the importing module, dynamic ones too', async () => {
    const { stdout, stderr } = await runFiles({
      'main.js':
        'import { b } from "./b.js"; trace(b, " "); import("./c").then((m) => trace(m.default));',
      'b.js': 'export { a as b } from "./a";',
      'a.js': 'export const a = "a";',
      'c.js': 'export default "c";',
    });
    expect(stdout + stderr).toBe('a c');
  });

  it('leaves out what the program does not name when asked to, for generated code to fall over', async () => {
    const source =
      'trace([1, 2].map((x) => x * 2).join(), new Map([[1, 2]]).size, [...new Set([1])].length);';
    const generated = 'trace(new Function("return [3].flatMap((x) => x)")());';
    const { exitCode, stdout, stderr } = await runSource(source + generated, { strip: true });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 12,
      stdout: '2,411',
      stderr: 'xs: dead strip\n',
    });
    expect((await runSource(source + generated)).stdout).toBe('2,4113');
    expect((await runSource(`${source}${generated}[].flatMap;`, { strip: true })).stdout).toBe(
      '2,4113',
    );
  });

  it('calls the default export of main', async () => {
    expect((await runSource('trace("1"); export default function () { trace("2"); }')).stdout).toBe(
      '12',
    );
  });

  it('keeps bytecode out of RAM', async () => {
    const body = 'a = (a + 1) | 0; '.repeat(2000);
    const { report } = await runSource(`export function f(a) { ${body} return a; }\nf(1);`, {
      creation: PICO,
    });
    expect(report!.flash.codeBytes).toBeGreaterThan(10_000);
    expect(report!.atEnd!.chunkBytes).toBeLessThan(500);
  });
});

describeOnXs("the SDK's modules", () => {
  it('Resource is a read-only view', async () => {
    const { stdout, stderr } = await runFiles(
      {
        'main.js': `
          import Resource from "Resource";
          const r = new Resource("data.bin"), u = new Uint8Array(r), d = new DataView(r);
          trace([Resource.exists("data.bin"), Resource.exists("none"), r.byteLength, u[1], d.getUint8(2), r instanceof ArrayBuffer].join(), "\\n");
          const s = r.slice(1, 3), v = r.slice(1, 3, false);
          trace([s instanceof ArrayBuffer, s.byteLength, v instanceof ArrayBuffer, v.byteLength, new Uint8Array(v)[0]].join(), "\\n");
          for (const f of [() => { u[0] = 1; }, () => d.setUint8(0, 1), () => { new Uint8Array(v)[0] = 1; }, () => new Resource("none")])
            try { f(); trace("done\\n"); } catch (e) { trace(String(e), "\\n"); }
        `,
        'data.bin': 'abc',
      },
      { resources: ['data.bin'] },
    );
    expect(stdout + stderr).toBe(
      'true,false,3,98,99,false\ntrue,2,false,2,98\n' +
        'TypeError: read-only buffer\n'.repeat(3) +
        'URIError: Resource not found: none\n',
    );
  });

  it('a resource takes no RAM but its own slots', async () => {
    const { stdout } = await runFiles(
      {
        'main.js': `
          import Resource from "Resource"; import Sim from "sim";
          Sim.collect();
          const before = Sim.measure("slotBytes") + Sim.measure("chunkBytes");
          globalThis.r = new Resource("data.bin");
          Sim.collect();
          trace(Sim.measure("slotBytes") + Sim.measure("chunkBytes") - before < 7 * Sim.measure("slotSize"));
        `,
        'data.bin': 'x'.repeat(100_000),
      },
      { resources: ['data.bin'], creation: PICO },
    );
    expect(stdout).toBe('true');
  });

  it("time, timer and instrumentation have the SDK's shapes", async () => {
    const { stdout, stderr } = await runSource(`
      import Time from "time"; import Timer from "timer"; import Instrumentation from "instrumentation";
      const t = Time.ticks, u = Time.microseconds;
      Timer.delay(3);
      trace([Time.ticks - t >= 2, Time.microseconds - u >= 2000, Time.delta(t) >= 2, Time.delta(5, 9)].join(), "\\n");
      const i = Instrumentation.map("XS Slot Heap Used");
      trace([Instrumentation.get(i) > 0, Instrumentation.name(i), Instrumentation.map("none"), Instrumentation.get(Instrumentation.map("XS Stack Used")) > 0].join(), "\\n");
      let n = 0;
      const id = Timer.repeat(() => { trace(++n); if (n === 3) Timer.clear(id); }, 1);
      const never = Timer.set(() => trace("never"), 1); Timer.clear(never);
    `);
    expect(stdout + stderr).toBe('true,true,true,4\ntrue,XS Slot Heap Used,,true\n123');
  });

  it('sim reads and writes files', async () => {
    const { stdout } = await runFiles({
      'main.js':
        'import Sim from "sim"; const b = new Uint8Array(Sim.readFile(Sim.argv[0] ?? "/nowhere")); trace(b.length);',
    }).then(() =>
      runSource(
        'import Sim from "sim"; try { Sim.readFile("/nowhere"); } catch (e) { trace(e instanceof URIError, Sim.now() > 0); }',
      ),
    );
    expect(stdout).toBe('truetrue');
  });
});

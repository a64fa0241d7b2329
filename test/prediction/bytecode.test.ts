/** Generated functions, sized as XS's coder does it, against what XS's heap has more of when it compiles them. */
import { expect, it } from 'vitest';
import { Config, Engine } from '../../src/index.js';
import { bytecodeSize } from '../../src/prediction/bytecode.js';
import { describeOnXs32 } from '../simulator/support.js';
import { runCompiled } from '../compiler/on-xs.js';
import { ROOMY } from './measure.js';
import { modules } from './modules.js';

/** Code, its chunk's header, and what whole words leave. */
const chunk = (bytes: number): number => ((bytes + 3) & ~3) + 8;

it('refuses what generated code does not have', () => {
  expect(() => bytecodeSize('(d){return d d}')).toThrow('`d` where `;` was expected');
});

describeOnXs32('the size of bytecode', () => {
  it('is to the byte what XS makes of each function', async () => {
    const maker = new Engine(new Config().strategy('compiler'));
    const all = [...modules()];
    const { stdout, stderr } = await runCompiled({
      onDemand: true,
      extensions: true,
      strip: true,
      creation: { ...ROOMY, stackSlots: 2000 },
      resources: Object.fromEntries(
        all.map(([, bytes], i) => [`${i}.cwasm`, maker.precompileModule(bytes)]),
      ),
      source: `
import 'wasmote/compiler';
import 'wasmote/exception-handling';
import 'wasmote/gc';
import 'wasmote/memory64';
import { Config, Engine, Module } from 'wasmote';
import Resource from 'Resource';
import Sim from 'sim';
const engine = new Engine(new Config().strategy('compiler').compiledStackSlots(2000));
let before = 0, grown = 0;
const chunks = () => { for (let i = 0; i < 3; i++) Sim.collect(); return Sim.measure('chunkBytes'); };
for (let round = 0; round < 2; round++) for (let m = 0; m < ${all.length}; m++) {
  const module = Module.deserialize(engine, new Resource(m + '.cwasm'));
  for (let i = module.importedFunctions; i < module.functionCount; i++) {
    const made = module.executor.author(i);
    if (made === undefined || made.names.some((name) => name.startsWith('f'))) continue;
    const isThere = 'f' + i in module.methods;
    before = chunks();
    module.executor.isCompiled(i, 2000);
    grown = chunks() - before;
    // Names are there after the first round.
    if (round === 1 && !isThere) trace(JSON.stringify([made.text, grown]), '\\n');
  }
}`,
    });
    expect(stderr).toBe('');
    const made = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as [text: string, bytes: number]);
    expect(made.length).toBeGreaterThan(100);
    expect(made.map(([text]) => [text, chunk(bytecodeSize(text))])).toEqual(made);
  });
});

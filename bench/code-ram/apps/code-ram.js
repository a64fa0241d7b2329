/**
 * Compiles every function of the modules in its arguments, resources, each module twice: only the
 * first makes names that the program had not. Prints JSON.
 */
import 'wasmote/compiler';
import Resource from 'Resource';
import Sim from 'sim';
import { Config, Engine, Module } from 'wasmote';

/** More than compiling takes. */
const ROOMY_SLOTS = 4000;

const engine = new Engine(new Config().strategy('compiler'));
const kept = new Array(2 * Sim.argv.length).fill(null);
const before = { slots: 0, chunks: 0 };
const after = { slots: 0, chunks: 0 };

function measure(into) {
  // Names made at run time go one collection after what used them.
  Sim.collect();
  Sim.collect();
  Sim.collect();
  into.slots = Sim.measure('slotBytes');
  into.chunks = Sim.measure('chunkBytes');
}

function compile(name, place) {
  const module = new Module(engine, new Resource(name));
  kept[place] = module;
  const { executor, importedFunctions, functionCount } = module;
  let refused = '';
  measure(before);
  measure(before);
  for (let index = importedFunctions; index < functionCount; index++) {
    // Not by calling it: that takes arguments, and may trap.
    if (!executor.isCompiled(index, ROOMY_SLOTS)) refused += ` ${index}`;
  }
  measure(after);
  return {
    slotBytes: after.slots - before.slots,
    chunkBytes: after.chunks - before.chunks,
    refused: refused.split(' ').slice(1).map(Number),
  };
}

const figures = Sim.argv.map((name, i) => {
  const first = compile(name, 2 * i);
  const { slotBytes, chunkBytes, refused } = compile(name, 2 * i + 1);
  const nameBytes = first.slotBytes + first.chunkBytes - slotBytes - chunkBytes;
  return { slotBytes, chunkBytes, nameBytes, refused };
});
trace(JSON.stringify(figures));

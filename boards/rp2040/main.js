/**
 * Sixty crossings on one Pico: as many instances of the 120-byte guest, all alive at once, each with
 * memory of its own. Prints what they answer and what they cost.
 *
 * The same file runs on the board and in the simulator (`wasmote sim --board rp2040`).
 */
import Instrumentation from 'instrumentation';
import Resource from 'Resource';
import { Engine, Instance, Module, Store } from 'wasmote';

const CROSSINGS = 60;
const TICKS = 12;
const WALK = 8; // the lamp of the pedestrians

/** Bytes of XS's heap in use, garbage included; undefined in release firmware, which does not count. */
function heapUsedBytes() {
  const slots = Instrumentation.get(Instrumentation.map('XS Slot Heap Used'));
  const chunks = Instrumentation.get(Instrumentation.map('XS Chunk Heap Used'));
  return slots === undefined ? undefined : slots + chunks;
}

const engine = new Engine();
const module = new Module(engine, new Resource('traffic.wasm'));
const store = new Store(engine);

const usedBefore = heapUsedBytes();
const crossings = [];
for (let i = 0; i < CROSSINGS; i++) {
  const crossing = new Instance(store, module, []);
  crossing.call('init', i);
  crossings.push(crossing);
}
const usedAfter = heapUsedBytes();

trace(
  `${CROSSINGS} crossings, ${crossings[0].getMemory('memory').dataSize} bytes of memory each\n`,
);
if (usedBefore !== undefined)
  trace(`XS heap for each: ${Math.round((usedAfter - usedBefore) / CROSSINGS)} bytes in all\n`);

// Every third crossing has a pedestrian who keeps the button pressed.
let walking = 0;
for (let tick = 1; tick <= TICKS; tick++) {
  walking = 0;
  for (let i = 0; i < CROSSINGS; i++)
    if (crossings[i].call('step', i % 3 === 0 ? 1 : 0) & WALK) walking++;
}
trace(`after ${TICKS} ticks ${walking} let pedestrians walk\n`);
for (const i of [0, 1, 2, CROSSINGS - 1])
  trace(
    `crossing ${i}: phase ${crossings[i].call('state')}`,
    `, ${crossings[i].call('remaining')} ticks left\n`,
  );

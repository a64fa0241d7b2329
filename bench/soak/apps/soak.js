/**
 * Makes, grows, calls, drops and collects stores and instances at random, at the edge of the heap.
 * Arguments: the board, the steps, the seed, and `budget` or `none`. Prints JSON when it got to the end.
 */
import Debug from 'debug';
import Instrumentation from 'instrumentation';
import Resource from 'Resource';
import Sim from 'sim';
import Timer from 'timer';
import {
  Config,
  Engine,
  Global,
  GlobalType,
  Instance,
  Module,
  Store,
  Table,
  TableType,
} from 'wasmote';
import { Budget, XsHeap } from 'wasmote/budget';

const [board, stepCount, seed, mode] = Sim.argv;
const STEPS = Number(stepCount);
const STORES = 12;
const INSTANCES = 10;
/** Stores are given back at the end of turns. */
const STEPS_PER_TURN = 25;

const budget =
  mode === 'budget' ? new Budget({ device: XsHeap.of(board, Instrumentation, Debug) }) : undefined;
const config = new Config().strategy('interpreter');
if (budget !== undefined) config.budget(budget);
const engine = new Engine(config);
const NAMES = ['greedy', 'greedy', 'greedy', 'broken', 'twice', 'wide', 'traffic'];
const modules = {};
for (const name of [...NAMES, 'pair']) {
  if (modules[name] === undefined) modules[name] = new Module(engine, new Resource(`${name}.wasm`));
}

/** What modules hold, which live for as long as the program. */
const heldByModules = budget?.used;

const counts = {
  made: 0,
  grown: 0,
  refused: 0,
  minusOnes: 0,
  traps: 0,
  calls: 0,
  released: 0,
  loaded: 0,
};
const groups = new Array(STORES).fill(null);

let state = Number(seed) | 0;
/** An integer from 0 to below the bound. */
function random(bound) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 1) % bound;
}

/** What guests are refused is an error or a trap; anything else is a fault. */
function attempt(run) {
  try {
    return run();
  } catch (error) {
    if (error.name === 'BudgetExceeded') counts.refused++;
    else if (error.name === 'RuntimeError') counts.traps++;
    else throw error;
    return undefined;
  }
}

function called(instance, name, ...args) {
  counts.calls++;
  const result = attempt(() => instance.call(name, ...args));
  if (result === -1) counts.minusOnes++;
  else if (result !== undefined && result !== null) counts.grown++;
  return result;
}

function makeStore(at) {
  const store = attempt(() => new Store(engine));
  groups[at] = store === undefined ? null : { store, instances: [], even: undefined };
}

function makeInstance(group) {
  if (group.instances.length >= INSTANCES) group.instances.splice(random(INSTANCES), 1);
  const name = NAMES[random(NAMES.length)];
  const instance = attempt(() => new Instance(group.store, modules[name]));
  if (instance === undefined) return;
  counts.made++;
  group.instances.push({ name, instance });
}

function makePair(group) {
  attempt(() => {
    const table = new Table(group.store, TableType.of('funcref', 2));
    const [even, odd] = [0, 1].map(
      (me) =>
        new Instance(group.store, modules.pair, [table, new Global(GlobalType.of('i32'), me)]),
    );
    even.call('join');
    odd.call('join');
    group.even = even;
    counts.made += 2;
  });
}

/** Small most of the time, and sometimes more than there is. */
function amount() {
  return random(10) === 0 ? random(60000) : random(10) === 0 ? random(4000) : random(150);
}

/** Loads a module anew; the one before lives on with its instances. */
function reload() {
  const name = NAMES[random(NAMES.length)];
  const module = attempt(() => new Module(engine, new Resource(`${name}.wasm`)));
  if (module === undefined) return;
  modules[name] = module;
  counts.loaded++;
}

function use({ name, instance }) {
  switch (name) {
    case 'greedy':
      switch (random(9)) {
        case 0:
        case 1:
          called(instance, 'grow', amount());
          break;
        case 2:
          called(instance, 'table', amount() >> 3);
          break;
        case 3:
          called(instance, 'externs', {}, amount() >> 3);
          break;
        case 4:
          called(instance, 'recurse', random(4) === 0 ? 100000 : random(60));
          break;
        case 5:
          called(instance, 'references', random(4) === 0 ? 100000 : random(60), {});
          break;
        case 6:
          called(instance, 'values', random(4));
          break;
        case 7:
          called(instance, 'segments');
          break;
        default:
          called(instance, 'fill', random(200));
      }
      break;
    case 'twice':
      called(instance, 'grow', amount());
      break;
    case 'wide':
      attempt(() => instance.getFunc(`f${random(24)}`).call());
      attempt(() => instance.getGlobal(`g${random(24)}`).get());
      break;
    case 'traffic':
      called(instance, 'init', random(8));
      called(instance, 'step', random(2));
  }
}

function step() {
  const at = random(STORES);
  const group = groups[at];
  if (group === null) {
    makeStore(at);
    return;
  }
  const what = random(100);
  if (what < 25) makeInstance(group);
  else if (what < 28) makePair(group);
  else if (what < 34 && group.even !== undefined) {
    called(group.even, 'f', random(3) === 0 ? 100000 : random(40));
  } else if (what < 36) {
    groups[at] = null;
    if (budget !== undefined && random(2) === 0) {
      budget.release(group.store);
      counts.released++;
    }
  } else if (what < 37) Sim.collect();
  else if (what < 38) reload();
  else if (group.instances.length > 0) use(group.instances[random(group.instances.length)]);
}

function heapUsed() {
  // Names that were made at run time go one collection after what used them.
  for (let i = 0; i < 3; i++) Sim.collect();
  return Sim.measure('slotBytes') + Sim.measure('chunkBytes');
}

let started = 0;
let left = STEPS;
let least = Sim.measure('freeBytes');

function turn() {
  for (let i = 0; i < STEPS_PER_TURN && left > 0; i++, left--) step();
  const free = Sim.measure('freeBytes');
  if (free < least) least = free;
  Timer.set(left > 0 ? turn : drop, 0);
}

function drop() {
  groups.fill(null);
  Sim.collect();
  // Keeps modules and all that they need where they were.
  const again = Timer.set(turn, 1_000_000);
  Timer.set(() => {
    const grownBytes = heapUsed() - started;
    Timer.clear(again);
    trace(
      JSON.stringify({
        ...counts,
        leastFreeBytes: least,
        grownBytes,
        held: budget === undefined ? null : budget.used - heldByModules,
      }),
    );
  }, 0);
}

/** Everything once, so that what stays of it is there before it is weighed. */
function warmUp() {
  for (let i = 0; i < STORES; i++) makeStore(i);
  for (const group of groups) makePair(group);
  for (let i = 0; i < 40; i++) makeInstance(groups[i % STORES]);
  attempt(() => groups[0].even.call('f', 3));
  groups.fill(null);
  Sim.collect();
  for (const name of Object.keys(counts)) counts[name] = 0;
  Timer.set(() => {
    Sim.collect();
    Timer.set(() => {
      started = heapUsed();
      turn();
    }, 0);
  }, 0);
}

warmUp();

/**
 * Eight guests on one board, each in a store of its own: a thermometer, what makes something of its
 * readings, and a driver with bugs that tries to take the memory, the time and the stack of the others.
 */
import Analog from 'embedded:io/analog';
import device from 'embedded:provider/builtin';
import Resource from 'Resource';
import Timer from 'timer';
import {
  BudgetExceeded,
  Config,
  Engine,
  Instance,
  Module,
  RuntimeError,
  Store,
  StoreLimits,
} from 'wasmote';
import { Budget, report } from 'wasmote/budget';

const ROUNDS = 6;
const ROUND_MS = 100;
const FUEL_TO_START = 100_000; // instructions
const FUEL_PER_ROUND = 5_000;
const BYTES_OF_ALL = 32_000; // of XS's heap
const BYTES_OF_A_STORE = 4_000;
const OVEN_CELSIUS = 60;

const engine = new Engine(
  new Config().consumeFuel(true).budget(new Budget({ totalBytes: BYTES_OF_ALL })),
);

const FILES = {
  thermometer: 'pt100.wasm',
  filter: 'ring-filter.wasm',
  controller: 'pid.wasm',
  checksum: 'crc32.wasm',
  lamp: 'morse.wasm',
  dice: 'random.wasm',
  crossing: 'traffic.wasm',
  faulty: 'faulty.wasm',
};
const stores = {};
const guests = {};

/** Makes a guest that can hurt nobody but itself. */
function start(name) {
  const limits = StoreLimits.builder().totalBytes(BYTES_OF_A_STORE).build();
  const store = new Store(engine, limits);
  store.setFuel(FUEL_TO_START);
  stores[name] = store;
  guests[name] = new Instance(store, new Module(engine, new Resource(FILES[name])), []);
}

for (const name of Object.keys(FILES)) start(name);
guests.controller.call('tune', 2, 0.25, 1);
guests.checksum.call('init');
guests.dice.call('seed', 42n, 54n);
guests.crossing.call('init', 0);

const adc = new Analog(device.Analog.default);

function measure(round) {
  const celsius = guests.thermometer.call('from_adc', adc.read(), 1 << adc.resolution, 270);
  guests.filter.call('push', Math.round(celsius * 10));
  const mean = guests.filter.call('average') / 10;
  const heater = Math.round(guests.controller.call('update', OVEN_CELSIUS, mean));
  const crc = guests.checksum.call('put', heater) >>> 0;
  const light = guests.lamp.call('level', 0x53, round) ? 'on' : 'off';
  const walk = guests.crossing.call('step', guests.dice.call('below', 2)) & 8 ? 'walk' : 'wait';
  trace(`${celsius.toFixed(1)} °C, heater ${heater} %, crc ${crc.toString(16)}`);
  trace(`, lamp ${light}, ${walk}\n`);
}

/** What the driver with bugs does, a round each. */
const MISDEEDS = [
  ['read', 2048],
  ['hoard', 1_000_000],
  ['spin'],
  ['dig'],
  ['wild'],
  ['read', 4095],
];

function misbehave(round) {
  try {
    trace(`faulty: ${guests.faulty.call(...MISDEEDS[round % MISDEEDS.length])}\n`);
  } catch (error) {
    if (!(error instanceof RuntimeError || error instanceof BudgetExceeded)) throw error;
    trace(`faulty: ${error.message}\n`);
  }
}

let round = 0;
const timer = Timer.repeat(() => {
  for (const name of Object.keys(stores)) stores[name].setFuel(FUEL_PER_ROUND);
  measure(round);
  misbehave(round);
  if (++round < ROUNDS) return;
  Timer.clear(timer);
  report({ of: stores });
}, ROUND_MS);

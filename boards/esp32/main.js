/**
 * Two guests on one ESP32: three crossings (a state machine without imports) and a blinker that
 * drives pins through a function of the host. Prints what they do and what XS's heap holds.
 *
 * The same file runs on the board and in the simulator (`wasmote sim --board esp32`), so the pins
 * are only printed; on a board a host function would write to "embedded:io/digital".
 */
import Instrumentation from 'instrumentation';
import Resource from 'Resource';
import { Engine, Linker, Module, Store } from 'wasmote';

const FIGURES = ['XS Slot Heap Used', 'XS Chunk Heap Used', 'XS Stack Used', 'System Free Memory'];

/** Release firmware does not count: nothing is printed there. */
function traceFigures() {
  for (const name of FIGURES) {
    const bytes = Instrumentation.get(Instrumentation.map(name));
    if (bytes !== undefined) trace(`${name}: ${bytes} bytes\n`);
  }
}

const engine = new Engine();
const store = new Store(engine);
const linker = new Linker(engine);
linker.func('env', 'gpio_write', (pin, level) => trace(`pin ${pin} is ${level ? 'on' : 'off'}\n`));

const traffic = new Module(engine, new Resource('traffic.wasm'));
const blink = new Module(engine, new Resource('blink.wasm'));

const crossings = [];
for (let i = 0; i < 3; i++) {
  const crossing = linker.instantiate(store, traffic);
  crossing.call('init', i);
  crossings.push(crossing);
}
const blinker = linker.instantiate(store, blink);

for (let tick = 1; tick <= 12; tick++) {
  // The pedestrian at crossing 1 presses the button at ticks 4 to 6.
  const lamps = crossings.map((crossing, i) =>
    crossing.call('step', i === 1 && tick >= 4 && tick <= 6 ? 1 : 0),
  );
  trace(`tick ${tick}: lamps ${lamps.join(' ')}\n`);
  blinker.call('tick');
}
traceFigures();

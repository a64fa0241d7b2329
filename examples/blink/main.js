/**
 * A guest blinks the board's LED through the one function that it is given. Its pins are not the
 * board's: pin 0 is the LED, and there is no other.
 */
import Digital from 'embedded:io/digital';
import device from 'embedded:provider/builtin';
import Resource from 'Resource';
import Timer from 'timer';
import { Config, Engine, Linker, Module, Store } from 'wasmote';

const TICKS = 16; // Infinity blinks for ever
const TICK_MS = 125;
const FUEL_PER_TICK = 1000;

const led = new Digital({ pin: device.pin.led, mode: Digital.Output });

const engine = new Engine(new Config().consumeFuel(true));
const linker = new Linker(engine).func('env', 'gpio_write', (pin, level) => {
  if (pin === 0) led.write(level);
});
const store = new Store(engine);
store.setFuel(FUEL_PER_TICK);
const guest = linker.instantiate(store, new Module(engine, new Resource('blink.wasm')));

let ticks = 0;
const timer = Timer.repeat(() => {
  store.setFuel(FUEL_PER_TICK);
  guest.call('tick');
  if (++ticks < TICKS) return;
  Timer.clear(timer);
  led.close();
}, TICK_MS);

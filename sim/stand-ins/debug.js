/** The SDK's module `debug`. */
import Sim from 'sim';

export default class {
  static gc() {
    Sim.collect();
  }
}

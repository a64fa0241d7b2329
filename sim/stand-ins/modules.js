/** The SDK's module `modules`, by which a firmware runs mods. */
import Sim from 'sim';

export default class {
  static has(name) {
    return Sim.hasModule(name);
  }
  static importNow(name) {
    return Sim.importNow(name);
  }
}

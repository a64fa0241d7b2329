/** The SDK's module `debug`, for the simulator. */
import Sim from 'sim';

export default {
  gc: () => Sim.collect(),
};

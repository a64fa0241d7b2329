/** A program without the library, to compare others with: prints the heap in use, and tables. */
import Sim from 'sim';

Sim.collect();
trace(Sim.measure('slotBytes') + Sim.measure('chunkBytes'), ' ', Sim.measure('tableBytes'));

/**
 * Runs each way once between two calls of `Sim.now`, after a run that is not counted; the argument is
 * how many times to do so. Prints the nanoseconds of each, the least, as JSON.
 */
import Sim from 'sim';
import { runs, setUp } from 'ways';

setUp();
const least = runs.map(() => Infinity);
for (let rounds = Number(Sim.argv[0]); rounds > 0; rounds--) {
  runs.forEach((run, i) => {
    run();
    Sim.collect();
    const start = Sim.now();
    run();
    least[i] = Math.min(least[i], Sim.now() - start);
  });
}
trace(JSON.stringify(least));

/** A firmware that runs a mod, where one is installed, and has it installed over the air, where it can. */
import Modules from 'modules';
import Timer from 'timer';

const SECONDS = 3; // Infinity goes on for ever

if (Modules.has('installer')) Modules.importNow('installer');

if (Modules.has('mod')) {
  const { step } = Modules.importNow('mod');
  let seconds = 0;
  const timer = Timer.repeat(() => {
    trace(`lamps: ${step(false)}\n`);
    if (++seconds === SECONDS) Timer.clear(timer);
  }, 1000);
} else {
  trace('there is no mod\n');
}

/**
 * Runs one program by several engines, on XS and on Node. The argument is a job as JSON (job.ts).
 * Prints a line of JSON for each engine.
 */
import Sim from 'sim';
import { engines } from 'engines';

const { mode, file, wideFile, checksum, rounds, batchNs } = JSON.parse(Sim.argv[0]);

const guest = {
  bytes: new Uint8Array(Sim.readFile(file)),
  wideBytes: new Uint8Array(Sim.readFile(wideFile)),
};

/** Prepares an engine and sees that it answers rightly, twice: the first run may compile. */
function prepared({ name, prepare }) {
  const run = prepare(guest);
  for (let i = 0; i < 2; i++) {
    const answer = run();
    if ((answer | 0) !== checksum) throw new Error(`answers ${answer}`);
  }
  return { name, run, times: 1, ns: [] };
}

function batch(run, times) {
  const start = Sim.now();
  for (let n = times; n > 0; n--) run();
  return Sim.now() - start;
}

/** How often to run so that a batch is long enough for the clock. */
function calibrate(subject) {
  for (;;) {
    const elapsed = batch(subject.run, subject.times);
    if (elapsed >= batchNs) return;
    subject.times *= elapsed < batchNs / 10 ? 8 : 2;
  }
}

const answer = (line) => trace(`${JSON.stringify(line)}\n`);

if (mode === 'check') {
  for (const engine of engines) {
    try {
      prepared(engine);
      answer({ engine: engine.name });
    } catch (error) {
      answer({ engine: engine.name, reason: `${error.message || error}` });
    }
  }
} else {
  const subjects = engines.map(prepared);
  if (mode === 'count') {
    // From one call of `Sim.now` to the next counts; see ../shared/callgrind.ts.
    for (const { run } of subjects) {
      Sim.collect();
      batch(run, 1);
    }
  } else {
    subjects.forEach(calibrate);
    // In turn, so that what else the machine does meets all alike.
    for (let round = 0; round < rounds; round++) {
      for (const { run, times, ns } of subjects) {
        Sim.collect();
        ns.push(batch(run, times) / times);
      }
    }
  }
  for (const { name, ns } of subjects) answer({ engine: name, ns });
}

/**
 * What `npm start` does, in the XS machine of a board or on Node: loads guests, instantiates each
 * several times, calls into all of them after the last was made, compares what they answer, and
 * says what each cost. It knows neither Node nor XS; `host` does.
 *
 * All that is measured is a difference of the heap in use right before and right after one step;
 * arrays that keep what was made have their room before.
 */

/**
 * @param wasmote the library
 * @param host `used()`: bytes of heap in use after a collection; `wasm(name)`: the bytes of a guest;
 *   `script(name)`: its entry of examples/guests/index.json; `report(event)`: tells what happened
 * @param plan `[name, count]` pairs: which guests, and how many instances of each
 * @returns the session, which keeps everything that was made alive
 */
export function runSession(wasmote, host, plan) {
  const session = new Session(wasmote, host);
  session.guests = plan.map(([name, count]) => new Guest(name, count));
  session.guests.forEach((guest) => session.load(guest));
  session.measureCalls(() => session.guests.forEach((guest) => session.play(guest)));
  return session;
}

/** Room for what one instance calls the host with. */
const HOST_CALL_CELLS = 48;

/** One module and its instances. */
class Guest {
  module = null;

  constructor(name, count) {
    this.name = name;
    this.instances = new Array(count).fill(null);
    this.usedAfter = new Array(count).fill(0);
    /** What each instance called the host's functions with: the import's number, the arguments. */
    this.hostCalls = null;
    this.hostCallCells = new Array(count).fill(0);
  }
}

class Session {
  /** The instance that runs, for the host functions: the guest and the number. */
  #guest = null;
  #current = 0;
  guests = [];

  constructor(wasmote, host) {
    this.wasmote = wasmote;
    this.host = host;
    this.engine = new wasmote.Engine();
    this.store = new wasmote.Store(this.engine);
    this.linker = new wasmote.Linker(this.engine);
  }

  load(guest) {
    const { host, engine, store, linker } = this;
    const script = host.script(guest.name);
    if (script.imports.length > 0) {
      guest.hostCalls = guest.usedAfter.map(() => new Int32Array(HOST_CALL_CELLS));
    }
    script.imports.forEach(({ module, name }, number) => {
      linker.func(module, name, (...args) => this.#recordHostCall(number, args));
    });

    this.#guest = guest;
    const before = host.used();
    guest.module = new this.wasmote.Module(engine, host.wasm(guest.name));
    const loaded = host.used();
    for (let i = 0; i < guest.instances.length; i++) {
      this.#current = i;
      guest.instances[i] = linker.instantiate(store, guest.module);
      guest.usedAfter[i] = host.used();
    }
    const first = guest.instances[0];
    host.report({
      event: 'loaded',
      guest: guest.name,
      does: script.does,
      moduleBytes: loaded - before,
      instanceBytes: guest.usedAfter.map((used, i) => used - (guest.usedAfter[i - 1] ?? loaded)),
      memoryBytes: first.getMemory?.('memory')?.dataSize ?? script.memoryBytes,
    });
  }

  #recordHostCall(number, args) {
    const cells = this.#guest.hostCalls[this.#current];
    let cell = this.#guest.hostCallCells[this.#current];
    cells[cell++] = number;
    for (const arg of args) cells[cell++] = arg;
    this.#guest.hostCallCells[this.#current] = cell;
  }

  /** What calling leaves behind, for example a larger stack of the store. */
  measureCalls(play) {
    const before = this.host.used();
    play();
    this.host.report({ event: 'called', bytes: this.host.used() - before });
  }

  /** The calls of the guest's script, each made in every instance before the next. */
  play(guest) {
    const script = this.host.script(guest.name);
    const failures = [];
    const answers = [];
    for (const step of script.sequence) {
      const types = script.exports.find(({ name }) => name === step.call);
      const args = step.args.map((arg) => (typeof arg === 'string' ? BigInt(arg) : arg));
      for (let i = 0; i < guest.instances.length; i++) {
        const answer = text(this.#call(guest, i, step.call, args), types.results.length);
        const expected = step.result === null ? 'nothing' : String(step.result);
        if (i === 0) answers.push(`${step.call}(${step.args.join(', ')}) = ${answer}`);
        if (answer !== expected) {
          failures.push(`instance ${i}: ${step.call}(${step.args}) = ${answer}, not ${expected}`);
        }
      }
    }
    this.#checkHostCalls(guest, script, failures);
    const traps = this.#playTraps(guest, script, failures);
    const { name, instances } = guest;
    const calls = instances.length * script.sequence.length;
    this.host.report({ event: 'played', guest: name, calls, answers, traps, failures });
  }

  #checkHostCalls(guest, { imports, hostCalls = [] }, failures) {
    const numberOf = (name) => imports.findIndex((one) => `${one.module}.${one.name}` === name);
    const expected = hostCalls.flatMap((call) => [numberOf(call.import), ...call.args]).join();
    guest.hostCalls?.forEach((cells, i) => {
      const made = cells.subarray(0, guest.hostCallCells[i]).join();
      if (made !== expected) failures.push(`instance ${i}: calls of the host: ${made}`);
    });
  }

  /** A trap ends one call; the instance and those beside it go on. */
  #playTraps(guest, { traps = [] }, failures) {
    const seen = [];
    for (const { call, args, trap } of traps) {
      for (let i = 0; i < guest.instances.length; i++) {
        let message = 'no trap';
        try {
          this.#call(guest, i, call, args);
        } catch (error) {
          message = error.message;
        }
        if (i === 0) seen.push(`${call}(${args.join(', ')}): ${message}`);
        if (message !== trap) failures.push(`instance ${i}: ${call}(${args}): ${message}`);
      }
    }
    return seen;
  }

  #call(guest, index, name, args) {
    this.#guest = guest;
    this.#current = index;
    return guest.instances[index].call(name, ...args);
  }
}

function text(value, resultCount) {
  return resultCount === 0 ? 'nothing' : String(value);
}

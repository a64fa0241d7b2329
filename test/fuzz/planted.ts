/** Engines that are wrong on purpose. */
import type { Engine, Session } from '../../scripts/fuzz/engine.js';

/** An engine whose calls return what `change` makes of their results. */
export function lying(engine: Engine, change: (results: readonly string[]) => string[]): Engine {
  return {
    name: `lying ${engine.name}`,
    load(bytes, plan) {
      const session = engine.load(bytes, plan);
      return session && wrap(session, change);
    },
  };
}

function wrap(session: Session, change: (results: readonly string[]) => string[]): Session {
  return {
    failure: session.failure,
    takeLog: () => session.takeLog(),
    fuel: () => session.fuel(),
    memories: () => session.memories(),
    variables: () => session.variables(),
    call(...args) {
      const outcome = session.call(...args);
      return 'kind' in outcome ? outcome : change(outcome);
    },
  };
}

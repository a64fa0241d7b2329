import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import * as wasmote from '../../index.js';
import { xsApplication } from '../board-run.js';
import { guestFile, guestScript } from './guests.js';
import { type Outcome, outcomeOf } from './outcome.js';
import type { Plan, SessionEvent, SessionModule } from './session.js';

/** The session on Node, where nothing tells what it weighs on XS. */
export async function demoOnNode(plan: Plan): Promise<Outcome> {
  const url = pathToFileURL(xsApplication('demo', 'session.js')).href;
  const { runSession } = (await import(url)) as SessionModule;
  const events: SessionEvent[] = [];
  const host = {
    used: () => NaN,
    wasm: (guest: string) => readFileSync(guestFile(guest)),
    script: guestScript,
    report: (event: SessionEvent) => void events.push(event),
  };
  runSession(wasmote, host, plan);
  return outcomeOf(events);
}

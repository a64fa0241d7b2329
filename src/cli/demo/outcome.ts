import type { SessionEvent } from './session.js';

type Loaded = Extract<SessionEvent, { event: 'loaded' }>;
type Played = Extract<SessionEvent, { event: 'played' }>;

/** What one guest cost. Bytes are undefined where nothing measures them. */
export interface GuestFigures {
  readonly guest: string;
  readonly instances: number;
  /** The module, and what its first instance made for all of them. */
  readonly moduleBytes: number | undefined;
  /** One further instance, on average. */
  readonly instanceBytes: number | undefined;
  /** The part of it that is linear memory. */
  readonly memoryBytes: number;
}

/** What happened in one place. */
export interface Outcome {
  readonly loaded: readonly Loaded[];
  readonly played: readonly Played[];
  readonly figures: readonly GuestFigures[];
  readonly callsBytes: number | undefined;
  readonly end: Extract<SessionEvent, { event: 'end' }> | undefined;
}

/** Collects the events of a session. */
export function outcomeOf(events: readonly SessionEvent[]): Outcome {
  const of = <E extends SessionEvent['event']>(name: E) =>
    events.filter((one): one is Extract<SessionEvent, { event: E }> => one.event === name);
  const loaded = of('loaded');
  return {
    loaded,
    played: of('played'),
    figures: loaded.map(figuresOf),
    callsBytes: measured(of('called')[0]?.bytes),
    end: of('end')[0],
  };
}

function figuresOf({ guest, moduleBytes, instanceBytes, memoryBytes }: Loaded): GuestFigures {
  const [first = NaN, ...further] = instanceBytes;
  const each = further.reduce((sum, bytes) => sum + bytes, 0) / further.length;
  return {
    guest,
    instances: instanceBytes.length,
    moduleBytes: measured(moduleBytes + first - each),
    instanceBytes: measured(each),
    memoryBytes,
  };
}

function measured(bytes: number | undefined): number | undefined {
  return Number.isFinite(bytes) ? bytes : undefined;
}

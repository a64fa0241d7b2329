import type { Creation } from '../boards/index.js';
import type { Module } from '../embedding/module.js';
import { mostOf, type Need, sumOf, timesOf } from './need.js';
import { programNeed } from './program.js';
import { roomOf } from './room.js';
import { callingNeed, instantiatingNeed, loadingNeed } from './transient.js';

/** A module that takes part. */
export interface Participant {
  readonly module: Module;
  /** Whether it is loaded on the device. */
  readonly loaded: boolean;
  readonly shared: Need;
  /** Functions that the device compiles, and what it takes for a moment to compile one of them. */
  readonly code: Need;
  readonly compiling: Need;
  readonly instance: Need;
  /** Instances of it in each round, at least one. */
  readonly perRound: number;
}

/** A machine, and what of it is taken before the first module. */
export interface Ground {
  readonly creation: Creation;
  /** Engine, store and linker. */
  readonly runtime: Need;
  /** What must stay free for the program to work with: see {@link reserveFor}. */
  readonly reserve: Need;
}

/** Bytes that chunks grow by on most boards: where less is left, not even a small chunk has room. */
const STEP_BYTES = 512;

/**
 * What must stay free: so much as is asked for, and at least what making an instance, finding a
 * function that is called by its name, and compiling one take for a moment.
 */
export function reserveFor(asked: Need, participants: readonly Participant[]): Need {
  const moments = participants.flatMap(({ module, compiling, instance }) => [
    instantiatingNeed(module, instance),
    callingNeed(module),
    compiling,
  ]);
  const { slots, chunkBytes } = mostOf(
    asked,
    ...moments.map((need) => sumOf(need, { slots: 0, chunkBytes: STEP_BYTES })),
  );
  return { slots, chunkBytes: Math.ceil(chunkBytes / STEP_BYTES) * STEP_BYTES };
}

/** How many rounds of instances of the modules fit, all alive at once, beside the reserve. */
export function capacity(ground: Ground, participants: readonly Participant[]): number {
  const holds = (rounds: number): boolean => settle(ground, participants, rounds).fits;
  let most = 0;
  let tooMany = 1;
  while (holds(tooMany)) [most, tooMany] = [tooMany, tooMany * 2];
  while (tooMany - most > 1) {
    const rounds = (most + tooMany) >> 1;
    if (holds(rounds)) most = rounds;
    else tooMany = rounds;
  }
  return most;
}

/** Modules of JavaScript that the program imports beside the library: guests, and the compiler. */
export function importedBy(participants: readonly Participant[]): number {
  const compiles = participants.some(({ compiling }) => compiling.slots > 0);
  return participants.filter(({ loaded }) => !loaded).length + (compiles ? 1 : 0);
}

/** What the machine is like with so many rounds. */
export interface Settled {
  readonly fits: boolean;
  readonly alive: Need;
  /** Of slots and chunks together; below zero where they do not fit. */
  readonly freeBytes: number;
}

/** Makes so many rounds. */
export function settle(
  { creation, runtime, reserve }: Ground,
  participants: readonly Participant[],
  rounds: number,
): Settled {
  const room = roomOf(creation);
  const count = participants.length;
  const instances = rounds * participants.reduce((sum, { perRound }) => sum + perRound, 0);
  let alive = sumOf(runtime, programNeed(instances, count, importedBy(participants)));
  let fits = true;
  for (const { module, loaded, shared, code, compiling } of participants) {
    alive = sumOf(alive, shared);
    const passing = loaded ? loadingNeed(module.code.byteLength) : reserve;
    fits = room.hold(alive, passing) && fits;
    alive = sumOf(alive, code);
    fits = room.hold(alive, compiling) && fits;
  }
  alive = sumOf(
    alive,
    ...participants.map(({ instance, perRound }) => timesOf(instance, rounds * perRound)),
  );
  fits = room.hold(alive, reserve) && fits;
  return { fits, alive, freeBytes: room.freeBytes(alive) };
}

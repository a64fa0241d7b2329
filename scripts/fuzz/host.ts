import type { ValueTypeName } from '../../src/types/value-type.js';
import { referenceFor } from './reference-text.js';
import type { Signature, Trap, ValueText } from './engine.js';

/** Thrown by functions of the host. */
export class HostError extends Error {}

/** What functions of the host can do to the instance that called them. */
export interface Guest {
  /** The exported functions; empty while the instance is being made. */
  readonly exports: readonly Signature[];
  /** @throws whatever the engine does */
  enter(signature: Signature, args: readonly ValueText[]): readonly ValueText[];
  trapOf(error: unknown): Trap;
  /** Grows the first exported memory by a page; returns its size before, or why not. */
  grow(): string;
  /** Sets the first exported variable of type i32. */
  setGlobal(value: number): void;
}

/** Calls from guests to the host within each other. */
const MOST_DEPTH = 2;

/** Calls of guests by the host while one call from outside lasts. */
const MOST_CALLS = 40;

/** These end a comparison: they must not be swallowed. */
const PASSED_ON: readonly string[] = ['fuel', 'exhausted', 'limited'];

/**
 * The functions that modules import: what they do depends on their name and arguments alone. Mostly
 * they answer something; some throw, call the guest back, make its memory grow or set its variables,
 * because an engine that keeps such things at hand has to look again after a call.
 */
export class Host {
  private log: string[] = [];
  private depth = 0;
  private calls = 0;

  constructor(private readonly guest: Guest) {}

  takeLog(): string[] {
    const { log } = this;
    this.log = [];
    this.calls = 0;
    return log;
  }

  /** @returns the results */
  call(
    name: string,
    texts: readonly ValueText[],
    results: readonly ValueTypeName[],
  ): readonly ValueText[] {
    const hash = hashOf(`${name} ${texts.join()}`);
    this.log.push(`host ${name}(${texts.join()})`);
    this.depth++;
    try {
      this.act(hash);
    } finally {
      this.depth--;
    }
    return results.map((type) => hostAnswer(type, texts));
  }

  private act(hash: number): void {
    const { guest, log } = this;
    switch (hash & 15) {
      case 1:
        if ((hash & 48) === 0) throw new HostError('the host threw');
        break;
      case 2:
      case 3:
        if (guest.exports.length === 0 || this.depth > MOST_DEPTH) break;
        if (this.calls++ < MOST_CALLS) this.reenter(hash >>> 4);
        break;
      case 4:
        if (guest.exports.length > 0) log.push(`host grows memory: ${guest.grow()}`);
        break;
      case 5:
        if (guest.exports.length > 0) guest.setGlobal(hash);
        break;
    }
  }

  private reenter(hash: number): void {
    const { guest, log } = this;
    const signature = guest.exports[hash % guest.exports.length]!;
    const args = signature.params.map((type) => hostAnswer(type, [String(hash)]));
    try {
      log.push(`host calls ${signature.name}`);
      log.push(`host got ${guest.enter(signature, args).join()}`);
    } catch (error) {
      const { kind } = guest.trapOf(error);
      log.push(`host caught ${kind}`);
      if (PASSED_ON.includes(kind) || (hash & 64) !== 0) throw error;
    }
  }
}

function hashOf(text: string): number {
  let hash = text.length;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return (hash ^ (hash >>> 15)) | 0;
}

/** A value that depends on the texts alone. */
export function hostAnswer(type: ValueTypeName, texts: readonly ValueText[]): ValueText {
  const hash = hashOf(texts.join());
  switch (type) {
    case 'i32':
      return String(hash);
    case 'i64':
      return String(BigInt(hash) * 0xfffffffbn);
    case 'f32':
    case 'f64':
      return String((hash >> 8) / 4);
    case 'funcref':
      return 'null';
    case 'externref':
      return `host${hash & 7}`;
    default: {
      const text = referenceFor(type, hash, []);
      if (text === undefined) throw new HostError(`the host has no ${String(type)}`);
      return text;
    }
  }
}

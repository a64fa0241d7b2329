import type { Engine } from '../../embedding/engine.js';
import { Module } from '../../embedding/module.js';
import { RuntimeError } from '../../errors/errors.js';
import { HostFunc } from '../../runtime/func.js';
import { Global } from '../../runtime/global.js';
import { type Extern, Instance } from '../../runtime/instance.js';
import { Memory } from '../../runtime/memory.js';
import { Store } from '../../runtime/store.js';
import { Table } from '../../runtime/table.js';
import { Tag } from '../../runtime/tag.js';
import { ExternKind } from '../../types/extern-kind.js';
import { TagType } from '../../types/tag-type.js';
import { isReference, ValueType } from '../../types/value-type.js';

/** What a guest gives or is given. */
export type Value = number | bigint | null | unknown;

/** How a call ended. */
export interface Outcome {
  /** The results; empty where it did not return. */
  readonly results: readonly Value[];
  /** The trap's message; empty where it returned. */
  readonly trap: string;
  /** What the host's functions were called with, in order, with their names. */
  readonly hostCalls: readonly HostCall[];
}

interface HostCall {
  readonly name: string;
  readonly args: readonly Value[];
}

/** What a call may take; what takes longer is not compared. */
const FUEL = 5_000_000;
/** Limits of the engines, which are reached at other places when code changes. */
const LIMITS = ['all fuel consumed by WebAssembly', 'call stack exhausted'];

/** A module with stand-ins for what it imports, whose exports are called. */
export class Specimen {
  readonly module: Module;
  private readonly store: Store;
  private instance: Instance | undefined;
  private hostCalls: HostCall[] = [];

  constructor(engine: Engine, bytes: Uint8Array<ArrayBuffer>) {
    this.module = new Module(engine, bytes);
    this.store = new Store(engine);
  }

  /** Instantiates it, which runs its start function. */
  start(): Outcome {
    return this.outcome(() => {
      const externs = this.module.imports().map((declared) => this.standIn(declared));
      this.instance = new Instance(this.store, this.module, externs);
      return [];
    });
  }

  /** Calls an export. */
  call(name: string, args: readonly Value[]): Outcome {
    return this.outcome(() => {
      const result = this.instance!.call(name, ...args);
      if (result === undefined) return [];
      return Array.isArray(result) ? (result as Value[]) : [result];
    });
  }

  /** The bytes of a memory as they are now. */
  memory(index: number): Uint8Array {
    return new Uint8Array(this.instance!.memoryAt(index).buffer);
  }

  private outcome(run: () => Value[]): Outcome {
    this.hostCalls = [];
    this.store.setFuel(FUEL);
    try {
      return { results: run(), trap: '', hostCalls: this.hostCalls };
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      return { results: [], trap: error.message, hostCalls: this.hostCalls };
    }
  }

  private standIn(declared: ReturnType<Module['imports']>[number]): Extern {
    switch (declared.kind) {
      case ExternKind.Function: {
        const { results } = declared.type;
        const name = `${declared.module}.${declared.name}`;
        return new HostFunc(declared.type, (...args: Value[]) => {
          this.hostCalls.push({ name, args });
          return results.length > 1 ? results.map(zeroOf) : results.map(zeroOf)[0];
        });
      }
      case ExternKind.Memory:
        return new Memory(this.store, declared.type);
      case ExternKind.Table:
        return new Table(this.store, declared.type);
      case ExternKind.Global:
        return new Global(declared.type, zeroOf(declared.type.content));
      case ExternKind.Tag:
        return new Tag(new TagType(declared.type));
    }
  }
}

/** Whether a call was ended for taking too long or too much stack of the engine. */
export function reachedLimit({ trap }: Outcome): boolean {
  return LIMITS.includes(trap);
}

function zeroOf(type: ValueType): Value {
  if (isReference(type)) return null;
  return type === ValueType.I64 ? 0n : 0;
}

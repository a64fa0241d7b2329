import type { ValueTypeName } from '../../src/types/value-type.js';
import {
  resultList,
  valueOf,
  valueText,
  type Session,
  type Signature,
  type Trap,
  type ValueText,
} from './engine.js';
import { Host, type Guest } from './host.js';
import type { Plan } from './plan.js';

/** What an instance exports, as its engine's objects. */
export interface Exports {
  readonly functions: readonly [name: string, value: unknown][];
  readonly memories: readonly [name: string, bytes: Uint8Array][];
  readonly variables: readonly [name: string, value: ValueText][];
}

/**
 * What the sessions of all engines share: values as text, the host, and a second instance that
 * imports functions of the first, when the plan says so. Calls go to them in turn.
 */
export abstract class GuestSession<Instance> implements Session, Guest {
  failure: Trap | undefined;
  exports: readonly Signature[] = [];
  protected readonly instances: Instance[] = [];
  protected readonly host = new Host(this);
  /** Of exported variables and tables, what they hold. */
  protected readonly contents: ReadonlyMap<string, ValueTypeName>;
  private calls = 0;
  private names: Map<unknown, string> | undefined;

  constructor(protected readonly plan: Plan) {
    this.contents = new Map(plan.contents);
  }

  /** Makes the instances; afterwards functions of the host may call them. */
  protected begin(): void {
    try {
      this.instances.push(this.instantiate());
      if (this.plan.linked) this.instances.push(this.instantiate());
      this.exports = this.plan.functions;
    } catch (error) {
      this.failure = this.trapOf(error);
    }
  }

  /** Makes an instance, with what {@link linkedImport} says when there is one already. */
  protected abstract instantiate(): Instance;
  /** Calls an exported function with values and returns what it returns. */
  protected abstract callExport(instance: Instance, name: string, args: unknown[]): unknown;
  /** Finds an exported function, as a value. */
  protected abstract functionOf(instance: Instance, name: string): unknown;
  protected abstract exportsOf(instance: Instance): Exports;
  abstract trapOf(error: unknown): Trap;
  abstract grow(): string;
  abstract setGlobal(value: number): void;
  abstract fuel(): number | undefined;
  protected abstract refuel(fuel: number): void;

  takeLog(): string[] {
    return this.host.takeLog();
  }

  call(
    signature: Signature,
    args: readonly ValueText[],
    fuel: number,
  ): readonly ValueText[] | Trap {
    this.refuel(fuel);
    const instance = this.instances[this.calls++ % this.instances.length]!;
    try {
      return this.callWith(instance, signature, args);
    } catch (error) {
      return this.trapOf(error);
    }
  }

  enter(signature: Signature, args: readonly ValueText[]): readonly ValueText[] {
    return this.callWith(this.instances[this.calls % this.instances.length]!, signature, args);
  }

  private callWith(
    instance: Instance,
    { name, params, results }: Signature,
    args: readonly ValueText[],
  ): readonly ValueText[] {
    const values = params.map((type, i) => this.valueOf(type, args[i]!));
    const returned = resultList(results, this.callExport(instance, name, values));
    return results.map((type, i) => this.textOf(type, returned[i]));
  }

  /** A function of the host that is given values and returns nothing, a value or several. */
  protected hostFunction(
    name: string,
    params: readonly ValueTypeName[],
    results: readonly ValueTypeName[],
  ): (...args: unknown[]) => unknown {
    return (...args) => {
      const texts = params.map((type, i) => this.textOf(type, args[i]));
      const answers = this.host.call(name, texts, results);
      const values = results.map((type, i) => this.valueOf(type, answers[i]!));
      return values.length > 1 ? values : values[0];
    };
  }

  /** The first instance's function that the second imports in the place of the host's. */
  protected linkedImport(place: number): unknown {
    const [first] = this.instances;
    const imported = this.plan.imports[place]!;
    if (first === undefined || place % 2 === 0 || imported.kind !== 'function') return undefined;
    const type = `${imported.params.join()}:${imported.results.join()}`;
    const fitting = this.plan.functions.filter(
      (found) => `${found.params.join()}:${found.results.join()}` === type,
    );
    if (fitting.length === 0) return undefined;
    return this.functionOf(first, fitting[place % fitting.length]!.name);
  }

  private valueOf(type: ValueTypeName, text: ValueText): unknown {
    return valueOf(type, text, (name) => this.functionOf(this.instances[0]!, name));
  }

  protected textOf(type: ValueTypeName, value: unknown): ValueText {
    return valueText(type, value, (func) => this.nameOf(func));
  }

  /** The text of a value of whatever type. */
  protected anyText(value: unknown): ValueText {
    const type =
      typeof value === 'number' ? 'f64' : typeof value === 'bigint' ? 'i64' : 'externref';
    return this.textOf(type, value);
  }

  /** A function's name: the first under which an instance exports it. */
  private nameOf(func: unknown): string {
    if (this.exports.length === 0) return 'function';
    if (this.names === undefined) {
      this.names = new Map();
      this.instances.forEach((instance, i) => {
        for (const [name, value] of this.exportsOf(instance).functions) {
          if (!this.names!.has(value)) this.names!.set(value, prefixed(i, name));
        }
      });
    }
    return this.names.get(func) ?? 'function';
  }

  memories(): [name: string, bytes: Uint8Array][] {
    return this.instances.flatMap((instance, i) =>
      this.exportsOf(instance).memories.map(([name, bytes]): [string, Uint8Array] => [
        prefixed(i, name),
        bytes,
      ]),
    );
  }

  variables(): [name: string, value: ValueText][] {
    return this.instances.flatMap((instance, i) =>
      this.exportsOf(instance).variables.map(([name, value]): [string, string] => [
        prefixed(i, name),
        value,
      ]),
    );
  }
}

function prefixed(instance: number, name: string): string {
  return instance === 0 ? name : `second ${name}`;
}

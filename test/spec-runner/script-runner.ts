import {
  CompileError,
  Config,
  Engine,
  Func,
  Global,
  type Instance,
  LinkError,
  Linker,
  Module,
  RuntimeError,
  Store,
  StoreLimits,
  type Strategy,
} from '../../src/index.js';
import { rawCall } from './raw-call.js';
import { defineSpectest } from './spectest.js';
import { matches, ofBits, ofReference, parseValue, type Value, valueText } from './value.js';
import type { Action, Command, JsonValue, Script } from './wast-json.js';
import { isReference } from '../../src/types/value-type.js';

/** A command that did not do what the script says. */
export interface Failure {
  readonly line: number;
  readonly type: string;
  readonly message: string;
  /** The line of the module that could not be made, when that is the reason. */
  readonly cause?: number;
}

export interface ScriptResult {
  readonly passed: number;
  /** Commands whose module exists in the text format only. */
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

/** A module that could not be made, to be told by whatever needs it. */
class Missing extends Error {
  constructor(
    readonly line: number,
    what: string,
  ) {
    super(`there is no module: ${what}`);
  }
}

/** Bytes of one memory: a 32-bit machine has no room for the largest. */
const MEMORY_LIMIT_BYTES = 256 * 1024 * 1024;

/**
 * Runs one script. Knows neither Node nor XS.
 * @param part the part of the suite, for its features: `core` is the specification without proposals
 * @param strategy how functions are run
 * @param load the bytes of a file that the script names, or a precompiled image of them
 */
export function runScript(
  script: Script,
  part: string,
  strategy: Strategy,
  load: (filename: string) => Uint8Array,
): ScriptResult {
  return new ScriptRunner(engineOf(part, strategy), load).run(script);
}

/** The engine for a part of the suite. */
export function engineOf(part: string, strategy: Strategy): Engine {
  const config = new Config().wasmCustomPageSizes(part === 'custom-page-sizes');
  // XS has roomy stacks here.
  return new Engine(config.strategy(strategy).compiledStackSlots(12_000));
}

class ScriptRunner {
  private readonly store: Store;
  private readonly linker: Linker;
  private readonly definitions = new Map<string, Module | Missing>();
  private readonly instances = new Map<string, Instance | Missing>();
  /** Module names under which something was to be registered. */
  private readonly unregistered = new Map<string, Missing>();
  /** The latest definition and instance, which commands without a name mean. */
  private definition: Module | Missing = new Missing(0, 'the script has not defined one yet');
  private current: Instance | Missing = new Missing(0, 'the script has not made one yet');

  constructor(
    private readonly engine: Engine,
    private readonly load: (filename: string) => Uint8Array,
  ) {
    const limits = StoreLimits.builder().memorySize(MEMORY_LIMIT_BYTES).build();
    this.store = new Store(engine, limits);
    this.linker = new Linker(engine).allowShadowing(true);
    defineSpectest(this.linker, this.store);
  }

  run({ commands }: Script): ScriptResult {
    let passed = 0;
    let skipped = 0;
    const failures: Failure[] = [];
    for (const command of commands) {
      if (command.module_type === 'text') {
        skipped++;
        continue;
      }
      try {
        this.execute(command);
        passed++;
      } catch (error) {
        failures.push(failureOf(command, error));
      }
    }
    return { passed, skipped, failures };
  }

  private execute(command: Command): void {
    switch (command.type) {
      case 'module':
        this.define(command);
        this.instantiate(command.line, command.name, this.definition);
        break;
      case 'module_definition':
        this.define(command);
        break;
      case 'module_instance':
        this.instantiate(command.line, command.instance, this.definitionOf(command.module));
        break;
      case 'register':
        this.register(command.as!, command.name);
        break;
      case 'action':
        this.act(command.action!);
        break;
      case 'assert_return':
        expectValues(this.act(command.action!), command.expected ?? []);
        break;
      case 'assert_trap':
      case 'assert_exhaustion':
        expectError(command, RuntimeError, () => this.act(command.action!));
        break;
      case 'assert_exception':
        expectException(() => this.act(command.action!));
        break;
      case 'assert_invalid':
      case 'assert_malformed':
        expectError(command, CompileError, () => this.compile(command));
        break;
      case 'assert_unlinkable':
        this.expectUninstantiable(command, LinkError);
        break;
      case 'assert_uninstantiable':
        this.expectUninstantiable(command, RuntimeError);
        break;
      default:
        throw new Error(`${command.type} is not supported`);
    }
  }

  private compile({ filename }: Command): Module {
    const bytes = this.load(filename!);
    return Engine.detectPrecompiled(bytes) === undefined
      ? new Module(this.engine, bytes)
      : Module.deserialize(this.engine, bytes);
  }

  private define(command: Command): void {
    const { line, name } = command;
    const set = (definition: Module | Missing): void => {
      this.definition = definition;
      if (name !== undefined) this.definitions.set(name, definition);
    };
    try {
      set(this.compile(command));
    } catch (error) {
      const missing = new Missing(line, errorText(error));
      set(missing);
      if (command.type === 'module') this.setInstance(name, missing);
      throw error;
    }
  }

  private instantiate(line: number, name: string | undefined, definition: Module | Missing): void {
    try {
      if (definition instanceof Missing) throw definition;
      this.setInstance(name, this.link(definition));
    } catch (error) {
      const missing = error instanceof Missing ? error : new Missing(line, errorText(error));
      this.setInstance(name, missing);
      throw error;
    }
  }

  /** @throws Missing when the module imports from one that could not be made */
  private link(module: Module): Instance {
    for (const { module: name } of module.imports()) {
      const missing = this.unregistered.get(name);
      if (missing !== undefined) throw missing;
    }
    return this.linker.instantiate(this.store, module);
  }

  private register(as: string, name: string | undefined): void {
    try {
      this.linker.instance(as, this.instanceOf(name));
      this.unregistered.delete(as);
    } catch (error) {
      if (error instanceof Missing) this.unregistered.set(as, error);
      throw error;
    }
  }

  private setInstance(name: string | undefined, instance: Instance | Missing): void {
    this.current = instance;
    if (name !== undefined) this.instances.set(name, instance);
  }

  private definitionOf(name: string | undefined): Module | Missing {
    return name === undefined ? this.definition : this.definitions.get(name)!;
  }

  private instanceOf(name: string | undefined): Instance {
    const found = name === undefined ? this.current : this.instances.get(name)!;
    if (found instanceof Missing) throw found;
    return found;
  }

  private act({ type, module, field, args = [] }: Action): Value[] {
    const found = this.instanceOf(module).getExport(field);
    if (type === 'invoke') {
      if (!(found instanceof Func)) throw new Error(`no function is exported as ${field}`);
      return rawCall(found, args.map(parseValue));
    }
    if (!(found instanceof Global)) throw new Error(`no global is exported as ${field}`);
    const { low, high } = found;
    return [isReference(found.type.content) ? ofReference(low) : ofBits(low as number, high)];
  }

  private expectUninstantiable(command: Command, kind: ErrorClass): void {
    const module = this.compile(command);
    expectError(command, kind, () => this.link(module));
  }
}

type ErrorClass = typeof CompileError | typeof LinkError | typeof RuntimeError;

function expectValues(actual: readonly Value[], expected: readonly JsonValue[]): void {
  const same =
    actual.length === expected.length && actual.every((value, i) => matches(value, expected[i]!));
  if (!same) {
    const texts = actual.map(valueText).join(', ');
    throw new Error(`expected ${JSON.stringify(expected)}, but got [${texts}]`);
  }
}

/** Runs what must throw an error of a class whose message begins with or holds the script's text. */
function expectError({ text = '' }: Command, kind: ErrorClass, run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (error instanceof Missing) throw error;
    if (error instanceof kind && error.message.includes(text)) return;
    throw new Error(`expected a ${kind.name} "${text}", but got ${errorText(error)}`);
  }
  throw new Error(`expected a ${kind.name} "${text}", but nothing was thrown`);
}

/** Its class is in an entry of its own, which this does not know. */
function expectException(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (error instanceof Error && error.name === 'Exception') return;
    throw error;
  }
  throw new Error('expected an exception, but nothing was thrown');
}

function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function failureOf({ line, type }: Command, error: unknown): Failure {
  const message = errorText(error);
  return error instanceof Missing
    ? { line, type, message, cause: error.line }
    : { line, type, message };
}

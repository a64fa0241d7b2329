/** Compiles functions when they are first called, through the JavaScript engine's own parser. */
import type { DecodedModule } from '../binary/decoded-module.js';
import { Instruction } from '../interpreter/generated/instruction.js';
import { execute } from '../interpreter/generated/loop.js';
import { startOf } from '../interpreter/host.js';
import { high } from '../numeric/i64.js';
import type { Executor } from '../runtime/executor.js';
import { type Compiled, type Loading, registerCompiler } from '../runtime/compiler-hook.js';
import type { Instance } from '../runtime/instance.js';
import type { ModuleCode } from '../runtime/module.js';
import type { Store } from '../runtime/store.js';
import type { FunctionVisitor } from '../validation/function-visitor.js';
import { validateModule } from '../validation/module-validator.js';
import { compiledExecutor } from './compiled-executor.js';
import { leaf, Precedence } from './expression.js';
import { FunctionCompiler } from './function-compiler.js';
import { type FunctionSource, linked } from './function-source.js';
import { guest, methodName } from './guest.js';
import { type HelperName, helpers } from './helpers.js';
import type { Linkage } from './linkage.js';
import { parserLimits } from './parser-limits.js';
import { Survey } from './survey.js';
import { HELPER_SLOTS, readReturned, writeArguments } from './values.js';

/** What is known of a function. */
const enum State {
  /** Not called often enough yet: the calls so far. */
  Waiting = 0,
  Compiled = 254,
  /** Stays interpreted. */
  Refused = 255,
}

/** Calls after which `auto` compiles a function. */
const CALLS_THAT_PAY = 2;

/** Slots of XS's stack that compiling takes (test/compiler/stack.test.ts). */
const COMPILING_SLOTS = 420;

/** Arguments that XS takes; an i64 is two. */
const MOST_ARGUMENTS = 240;

type Method = (...args: unknown[]) => unknown;

class OnDemand implements Executor {
  private readonly states: Uint8Array;
  /** Words of the code that were replaced. */
  private readonly replaced = new Map<number, number>();

  constructor(
    private readonly module: ModuleCode,
    private readonly source: Uint8Array,
    private readonly survey: Survey,
    private readonly methods: Record<string, unknown>,
    private readonly features: number,
    private readonly consumeFuel: boolean,
    private readonly patience: number,
  ) {
    this.states = new Uint8Array(module.functionCount - module.importedFunctions);
  }

  call(store: Store, instance: Instance, index: number, frame: number): void {
    const room = store.hostDepth === 0 ? Infinity : store.slots;
    if (this.isCompiled(index, room)) compiledExecutor.call(store, instance, index, frame);
    else execute(store, instance, index, frame);
  }

  enter(store: Store, instance: Instance, index: number, frame: number): void {
    const { slots } = store;
    store.slots = slots - parserLimits.interpreterSlots;
    compiledExecutor.call(store, instance, index, frame);
    store.slots = slots;
  }

  pristine(): Int32Array {
    const code = this.module.code.slice();
    for (const [at, word] of this.replaced) code[at] = word;
    return code;
  }

  /** Lets the interpreter call the method from now on, unless the code lies in flash. */
  private redirect(own: number): void {
    const { code } = this.module;
    if (parserLimits.serializes) this.replaced.set(startOf(code, own), code[startOf(code, own)]!);
    try {
      code[startOf(code, own)] = Instruction.unreachable | ((own + 1) << 8);
    } catch {
      // Interpreted functions go on to call it interpreted.
    }
  }

  /** The method of a function, which is made when it is first called. */
  method(index: number): string {
    const name = methodName(index);
    if (!(name in this.methods)) {
      const text = `"use strict";return{f(...a){return this.module.executor.first(this,${index},a)}}.f`;
      this.define(name, evaluate(text));
    }
    return name;
  }

  /** What stands for a method until its function is compiled. */
  first(instance: Instance, index: number, args: unknown[]): unknown {
    const slotsLeft = args.pop() as number;
    if (this.isCompiled(index, slotsLeft)) {
      const compiled = (instance as unknown as Record<string, Method>)[methodName(index)]!;
      args.push(slotsLeft);
      return Reflect.apply(compiled, instance, args);
    }
    const { store } = instance;
    const type = this.module.functionType(index);
    const { top, slots } = store;
    const end = top + 2 * Math.max(type.params.length, type.results.length);
    if (end > store.cells.length) store.reserve(end);
    writeArguments(store, type, top, args);
    store.slots = slotsLeft + HELPER_SLOTS - parserLimits.interpreterSlots;
    execute(store, instance, index, top);
    store.slots = slots;
    return readReturned(store, type, top);
  }

  /** Whether a function is compiled, or could be now. */
  private isCompiled(index: number, slotsLeft: number): boolean {
    const at = index - this.module.importedFunctions;
    const state = this.states[at]!;
    if (state >= State.Compiled) return state === State.Compiled;
    if (state < this.patience) {
      this.states[at] = state + 1;
      return false;
    }
    if (slotsLeft < COMPILING_SLOTS) return false;
    const compiled = this.compile(index);
    this.states[at] = compiled ? State.Compiled : State.Refused;
    if (compiled) this.redirect(at);
    return compiled;
  }

  private compile(index: number): boolean {
    if (!this.linkage.properTailCalls && this.survey.hasTailCalls(index)) return false;
    const { params } = this.module.functionType(index);
    if (2 * params.length > MOST_ARGUMENTS) return false;
    let source: FunctionSource | undefined;
    const emit = (made: FunctionSource): void => {
      source = made;
    };
    const { globalPlaces } = this.module;
    validateModule(
      this.source,
      this.features,
      (decoded) =>
        new FunctionCompiler(
          decoded,
          globalPlaces,
          this.survey,
          this.linkage,
          this.consumeFuel,
          emit,
        ),
      index,
    );
    const text = `"use strict";return{f${linked(source!, () => 0)}}.f`;
    if (!parserLimits.fits(text, source!.nesting)) return false;
    for (const callee of source!.callees) this.method(callee);
    for (const name of this.used) {
      if (!(name in this.methods))
        this.define(name, helpers[name.slice(1) as HelperName] ?? readHigh);
    }
    this.used.clear();
    let method: Method;
    try {
      method = evaluate(text);
    } catch {
      // V8's parser has a stack of its own, for what is nested too deeply.
      return false;
    }
    this.define(methodName(index), method);
    return true;
  }

  private define(name: string, value: unknown): void {
    Object.defineProperty(this.methods, name, { value, configurable: true });
  }

  /** Helpers that the function under compilation names, as properties. */
  private readonly used = new Set<string>();

  private readonly linkage: Linkage = {
    helper: (name) => {
      this.used.add(`$${name}`);
      return `this.$${name}`;
    },
    min: { ...leaf('1<<31'), precedence: Precedence.Shift, slots: 2 },
    high: leaf('this.$high()', 0, 0, 8),
    takeOutside: () => 0,
    properTailCalls: parserLimits.properTailCalls,
    largestMemory: parserLimits.largestMemory,
  };
}

/** The method that a text of our own making returns. */
function evaluate(text: string): Method {
  // eslint-disable-next-line no-new-func -- compiling on the device is what this file is for
  return (new Function(text) as () => Method)();
}

const readHigh = (): number => high;

function load(module: DecodedModule, next: FunctionVisitor): Loading {
  const survey = new Survey(module, next);
  return {
    visitor: survey,
    finish(code: ModuleCode, source: Uint8Array): Compiled {
      const methods = Object.create(guest) as Record<string, unknown>;
      Object.defineProperty(methods, '$high', { value: readHigh });
      const { features, consumeFuel, strategy } = code.settings;
      const patience = strategy === 'auto' ? CALLS_THAT_PAY : State.Waiting;
      const executor = new OnDemand(code, source, survey, methods, features, consumeFuel, patience);
      return { executor, methods };
    },
  };
}

registerCompiler(load);

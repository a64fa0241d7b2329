/** Compiles functions when they are first called, through the JavaScript engine's own parser. */
import { chunkBytes, Claim } from '../budget/claims.js';
import type { DecodedModule } from '../binary/decoded-module.js';
import { Instruction } from '../interpreter/generated/instruction.js';
import { execute } from '../interpreter/generated/loop.js';
import { startOf } from '../interpreter/host.js';
import type { Executor } from '../runtime/executor.js';
import { type Compiled, type Loading, registerCompiler } from '../runtime/compiler-hook.js';
import type { Instance } from '../runtime/instance.js';
import { invokeOnStack } from '../runtime/invoke.js';
import type { ModuleCode } from '../runtime/module.js';
import { ASKING_SLOTS, type Store } from '../runtime/store.js';
import type { FunctionVisitor } from '../validation/function-visitor.js';
import { authorOf } from './author.js';
import { compiledExecutor } from './compiled-executor.js';
import type { Author, FunctionText } from './function-text.js';
import { guestOnDemand } from './guest-on-demand.js';
import { methodName } from './guest.js';
import { invokeCompiled } from './invoke-compiled.js';
import { type HelperName, helpers } from './helpers.js';
import { parserLimits } from './parser-limits.js';
import { Survey } from './survey.js';
import { readerOf } from './texts.js';
import { HELPER_SLOTS, readReturned, writeArguments } from './values.js';

/** What is known of a function. */
const enum State {
  /** Not called often enough yet: the calls so far. */
  Waiting = 0,
  /** To be compiled from the next call that leaves enough of XS's stack. */
  Wanted = 253,
  Compiled = 254,
  /** Stays interpreted. */
  Refused = 255,
}

/** Calls after which `auto` compiles a function. */
const CALLS_THAT_PAY = 2;

/**
 * Slots of XS's stack that compiling takes: 306 for the worst of all instructions, and 16 where several
 * functions are compiled (test/compiler/default-board.test.ts).
 */
export const COMPILING_SLOTS = 340;

/** Slots that it takes to make a method of a text from an image: 89, whatever the text. */
export const EVALUATING_SLOTS = 100;

/**
 * Properties that XS may look at, one after the other, before it comes to the runtime's functions; in
 * modules with more functions, those that are used become properties of the module's own.
 */
const MOST_PROPERTIES_BEFORE = 16;

/**
 * RAM on a board, in bytes: the objects beside a module that is compiled from WebAssembly, which also has
 * a survey and an author; and from an image. Both beside a byte a function, or two.
 */
const COMPILER_BYTES = 2380;
const READER_BYTES = 792;
/** A view and its buffer. */
const VIEW_BYTES = 112;

/**
 * A method: a property, a function and its home, and what its chunk has beside the code; what stands
 * for one; a name that the program has not (see guest-on-demand.ts); and a helper as a property.
 */
const METHOD_BYTES = 86;
const STAND_IN_BYTES = 124;
const NAME_BYTES = 28;
const HELPER_BYTES = 16;
const KNOWN_METHODS = 32;
const KNOWN_VARIABLES = 16;

/**
 * Bytecode of a text: averages, with which modules are told to within 5 %
 * (test/usage/memory-usage.test.ts). `bytecode.ts` of src/prediction has it to the byte, at a length
 * that no board could bear.
 */
const BYTES_PER_CHARACTER = 0.671;
const BYTES_PER_VARIABLE = 6.16;
/** More than their characters: a call of an import makes an array; less: jumps have a long name. */
const BYTES_PER_IMPORT_CALL = 36.5;
const BYTES_PER_JUMP = -15;

/**
 * What is alive while a function's text is written: always, and for each word of its register code. Those
 * of programs/vm take most (test/budget/edge.test.ts).
 */
const WRITING_SLOTS = 530;
const SLOTS_PER_WORD = 8;
const WRITING_BYTES = 2800;
const BYTES_PER_WORD = 100;

/** What a text takes for each character while it is compiled: the text, and what it is joined of. */
const COMPILING_BYTES_PER_CHARACTER = 4;

type Method = (...args: unknown[]) => unknown;

/** What writing a function's text takes for a moment, by the words of its register code. */
export function writingNeed(words: number): {
  readonly slots: number;
  readonly chunkBytes: number;
} {
  return {
    slots: WRITING_SLOTS + SLOTS_PER_WORD * words,
    chunkBytes: WRITING_BYTES + BYTES_PER_WORD * words,
  };
}

class OnDemand implements Executor {
  private readonly states: Uint8Array;
  private readonly patience: number;
  private readonly neededSlots: number;
  private readonly isLarge: boolean;
  /** How many functions are wanted. */
  private wanted = 0;
  ramBytes: number;
  /** Variables of the function that has most, of those that names were made for. */
  private named = KNOWN_VARIABLES;
  /** Words of the code that were replaced. */
  private readonly replaced = new Map<number, number>();

  constructor(
    private readonly module: ModuleCode,
    private readonly author: Author,
    private readonly methods: Record<string, unknown>,
    readonly source: Uint8Array | undefined,
  ) {
    const functions = module.functionCount - module.importedFunctions;
    this.states = new Uint8Array(functions);
    this.ramBytes =
      source === undefined
        ? READER_BYTES + chunkBytes(functions)
        : COMPILER_BYTES + 2 * chunkBytes(functions) + sourceBytes(source);
    this.patience = module.settings.strategy === 'auto' ? CALLS_THAT_PAY : State.Waiting;
    this.isLarge = this.states.length > MOST_PROPERTIES_BEFORE;
    const needed = source === undefined ? EVALUATING_SLOTS : COMPILING_SLOTS;
    // A budget is not asked while the parser runs.
    this.neededSlots = needed - (module.settings.budget === undefined ? 0 : ASKING_SLOTS);
  }

  call(store: Store, instance: Instance, index: number, frame: number): void {
    if (this.wanted > 0 && store.slots >= this.neededSlots) this.compileWanted();
    if (this.isCompiled(index, store.slots)) compiledExecutor.call(store, instance, index, frame);
    else execute(store, instance, index, frame);
  }

  invoke(instance: Instance, index: number, args: readonly unknown[]): unknown {
    const state = this.states[index - this.module.importedFunctions];
    return state === State.Compiled && this.wanted === 0
      ? invokeCompiled(instance, index, args)
      : invokeOnStack(instance, index, args);
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
      this.define(name, evaluate(`(...a){return this.module.executor.first(this,${index},a)}`));
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
    if (slotsLeft >= this.neededSlots) return this.compileNow(at);
    if (state !== State.Wanted) {
      this.states[at] = State.Wanted;
      this.wanted++;
    }
    return false;
  }

  /** Compiles what was called while XS's stack had too little room. */
  private compileWanted(): void {
    while (this.wanted > 0) this.compileNow(this.states.indexOf(State.Wanted));
  }

  private compileNow(at: number): boolean {
    if (this.states[at] === State.Wanted) this.wanted--;
    const compiled = this.compile(at + this.module.importedFunctions);
    this.states[at] = compiled ? State.Compiled : State.Refused;
    if (compiled) this.redirect(at);
    return compiled;
  }

  /** Asks for what writing a function's text takes for a moment. */
  private mayWrite(own: number): boolean {
    const { settings, code, functionCount, importedFunctions, claims } = this.module;
    const { budget } = settings;
    if (budget === undefined || this.source === undefined) return true;
    const next = own + 1 < functionCount - importedFunctions ? startOf(code, own + 1) : code.length;
    const { slots, chunkBytes: chunks } = writingNeed(next - startOf(code, own));
    const holder = claims && { claims };
    if (!budget.claim(slots, 0, chunks, holder)) return false;
    budget.claim(-slots, 0, 0, holder);
    return true;
  }

  private compile(index: number): boolean {
    if (!this.mayWrite(index - this.module.importedFunctions)) return false;
    const made = this.author(index);
    if (made === undefined || (made.hasTailCalls && !parserLimits.properTailCalls)) return false;
    const { length } = made.text;
    const bytes = this.bytesOf(index, made);
    const { budget } = this.module.settings;
    const { claims } = this.module;
    const holder = claims && { claims };
    const copied = COMPILING_BYTES_PER_CHARACTER * length;
    if (budget?.claim(0, bytes, copied, holder) === false) return false;
    if (claims !== undefined) claims[Claim.Total]! += bytes;
    this.ramBytes += bytes;
    for (const name of made.names) {
      if (!name.startsWith('$')) this.method(Number(name.slice(1)));
      else if (this.isLarge && !Object.hasOwn(this.methods, name))
        this.define(name, helpers[name.slice(1) as HelperName]);
    }
    let method: Method;
    try {
      method = evaluate(made.text);
    } catch {
      // V8's parser has a stack of its own, for what is nested too deeply.
      return false;
    }
    this.define(methodName(index), method);
    return true;
  }

  /** What a function will take of RAM, with what stands for others that it calls. */
  private bytesOf(index: number, { text, names }: FunctionText): number {
    const variables = variableCount(text);
    let bytes =
      METHOD_BYTES +
      BYTES_PER_CHARACTER * text.length +
      BYTES_PER_VARIABLE * variables +
      BYTES_PER_IMPORT_CALL * count(text, '$import(') +
      BYTES_PER_JUMP * (count(text, 'break') + count(text, 'continue'));
    if (variables > this.named) {
      bytes += NAME_BYTES * (variables - this.named);
      this.named = variables;
    }
    const own = methodName(index);
    if (own in this.methods) bytes -= STAND_IN_BYTES;
    else if (index >= KNOWN_METHODS) bytes += NAME_BYTES;
    for (const name of names) {
      if (name.startsWith('$')) {
        if (this.isLarge && !Object.hasOwn(this.methods, name)) bytes += HELPER_BYTES;
      } else if (name !== own && !(name in this.methods)) {
        bytes += STAND_IN_BYTES + (Number(name.slice(1)) >= KNOWN_METHODS ? NAME_BYTES : 0);
      }
    }
    return Math.ceil(bytes);
  }

  private define(name: string, value: unknown): void {
    Object.defineProperty(this.methods, name, { value, configurable: true });
  }
}

/** The module's bytes, unless they are a `Resource` in flash. */
function sourceBytes({ buffer, length }: Uint8Array): number {
  return buffer instanceof ArrayBuffer ? VIEW_BYTES + chunkBytes(length) : 0;
}

/** Parameters of a text, and variables that it declares in its first line. */
function variableCount(text: string): number {
  const body = text.indexOf('{');
  const declares = text.startsWith('let', body + 2);
  const end = declares ? text.indexOf(';') : body;
  return count(text, ',', end) + (declares ? 2 : 1);
}

/** How often a part is in a text, up to an end. */
function count(text: string, part: string, end = text.length): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0 && at < end; at = text.indexOf(part, at + 1)) found++;
  return found;
}

/** The method that a text makes. Its home stays with it, so that it had better be empty. */
function evaluate(text: string): Method {
  // eslint-disable-next-line no-new-func -- compiling on the device is what this file is for
  const home = (new Function(`"use strict";return{f${text}}`) as () => { f?: Method })();
  const method = home.f!;
  delete home.f;
  return method;
}

/** All functions stay interpreted. */
const NOBODY: Author = () => undefined;

function compiled(module: ModuleCode, author: Author, source?: Uint8Array): Compiled {
  const methods = Object.create(guestOnDemand) as Record<string, unknown>;
  return { executor: new OnDemand(module, author, methods, source), methods };
}

registerCompiler({
  load(module: DecodedModule, next: FunctionVisitor): Loading {
    const survey = new Survey(module, next);
    return {
      visitor: survey,
      finish(code, source) {
        survey.finish();
        return compiled(code, authorOf(code, source, survey, parserLimits), source);
      },
    };
  },

  revive(module, texts) {
    const functions = module.functionCount - module.importedFunctions;
    module.settings.budget?.room(READER_BYTES + chunkBytes(functions));
    return compiled(module, parserLimits.holds(module.memories) ? readerOf(module, texts) : NOBODY);
  },
});

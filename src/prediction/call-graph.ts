import { compileAhead } from '../compiler/ahead.js';
import { CALL_OUT_SLOTS } from '../compiler/guest.js';
import { parserLimits } from '../compiler/parser-limits.device.js';
import { HELPER_SLOTS } from '../compiler/values.js';
import { textsByIndex } from './compiled-code.js';
import { type Guest, isForCompiler } from './guest.js';
import { callsInRegisterCode } from './register-calls.js';

/** How deep calls go inside a module, where that can be said without running it. */
export interface CallDepth {
  /** False where functions can call themselves, over others too, without end. */
  readonly bounded: boolean;
  /** Slots of XS's stack that compiled functions take at their deepest, the way in and out included. */
  readonly xsSlots: number;
}

/** What a function calls. */
export interface Calls {
  readonly callees: readonly number[];
  readonly callsTable: boolean;
  readonly callsOut: boolean;
}

/** A function of a module. */
interface Method extends Calls {
  readonly slots: number;
}

const LARGEST_MEMORY = 2 ** 30;

/**
 * The way from a compiled function to one that is not, or not yet: the method that stands for it, and
 * `first` of on-demand.ts, which goes on in the interpreter.
 */
const FIRST_CALL_SLOTS = 40 + parserLimits.interpreterSlots;

/** The functions of a module as methods, but those that stay interpreted. */
function textOf(guest: Guest): string {
  const { form, module, bytes } = guest;
  if (form === 'compiled') return new TextDecoder('latin1').decode(bytes);
  if (isForCompiler(form)) {
    return [...textsByIndex(guest)].map(([index, { text }]) => `f${index}${text}`).join('\n');
  }
  const { features, consumeFuel } = module.settings;
  return compileAhead(bytes, features, consumeFuel, LARGEST_MEMORY).methods.join('\n');
}

/** What the text of each function says: what it takes of the stack, and what it calls. */
function methodsOf(text: string): Map<number, Method> {
  const methods = new Map<number, Method>();
  const starts = [...text.matchAll(/^f(\d+)\([^)\n]*\)\{$/gm)];
  starts.forEach((start, i) => {
    const body = text.slice(start.index, starts[i + 1]?.index);
    // `if((d-=20)<3)`: its frame, and what is to be left beyond; without, the frame is a small one.
    const [, frame = 0, beyond = 0] = /\(d-=(\d+)\)<(\d+)\)/.exec(body) ?? [];
    const callees = [...body.slice(1).matchAll(/this\.f(\d+)\(/g)].map(([, callee]) =>
      Number(callee),
    );
    methods.set(Number(start[1]), {
      slots: Number(frame) + Number(beyond),
      callees,
      callsTable: body.includes('$callee('),
      callsOut: body.includes('$import('),
    });
  });
  return methods;
}

/** All functions of a module: those that are interpreted take no frames of XS's stack. */
function functionsOf(guest: Guest): Map<number, Method> {
  const { form, module } = guest;
  if (form !== 'image' && !isForCompiler(form)) return methodsOf(textOf(guest));
  const methods = new Map<number, Method>();
  // On the way from compiled functions, and back to them.
  const slots = isForCompiler(form) ? FIRST_CALL_SLOTS : 0;
  for (const [index, calls] of callsInRegisterCode(module)) methods.set(index, { ...calls, slots });
  if (form === 'image') return methods;
  for (const [index, method] of methodsOf(textOf(guest))) methods.set(index, method);
  return methods;
}

/**
 * The deepest chain of calls among a module's functions. An indirect call may reach every function
 * of the module, since what tables will hold is not known.
 */
export function callDepth(guest: Guest): CallDepth {
  const methods = functionsOf(guest);
  const all = [...methods.keys()];
  const depths = new Map<number, number>();
  const open = new Set<number>();
  let bounded = true;
  const depthOf = (index: number): number => {
    const known = depths.get(index);
    if (known !== undefined) return known;
    const method = methods.get(index);
    if (method === undefined) return 0;
    if (open.has(index)) {
      bounded = false;
      return 0;
    }
    open.add(index);
    const reached = method.callsTable ? all : method.callees;
    let below = method.callsOut || method.callsTable ? CALL_OUT_SLOTS : 0;
    for (const callee of reached) below = Math.max(below, depthOf(callee));
    open.delete(index);
    depths.set(index, method.slots + below);
    return method.slots + below;
  };
  const deepest = Math.max(0, ...all.map(depthOf));
  const calls = [...methods.values()].some(
    ({ callees, callsTable }) => callsTable || callees.length > 0,
  );
  const first = isForCompiler(guest.form) && calls ? FIRST_CALL_SLOTS : 0;
  return { bounded, xsSlots: deepest + first + HELPER_SLOTS };
}

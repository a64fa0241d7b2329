import { compileAhead } from '../compiler/ahead.js';
import { CALL_OUT_SLOTS } from '../compiler/guest.js';
import { HELPER_SLOTS } from '../compiler/values.js';
import type { Guest } from './guest.js';

/** How deep calls go inside a module, where that can be said without running it. */
export interface CallDepth {
  /** False where functions can call themselves, over others too, without end. */
  readonly bounded: boolean;
  /** Slots of XS's stack that compiled functions take at their deepest, the way in and out included. */
  readonly xsSlots: number;
}

interface Method {
  readonly slots: number;
  readonly callees: readonly number[];
  readonly callsTable: boolean;
  readonly callsOut: boolean;
}

const LARGEST_MEMORY = 2 ** 30;

/** The functions of a module as JavaScript; undefined for an image, which has them no more. */
function textOf({ form, module, bytes }: Guest): string | undefined {
  if (form === 'image') return undefined;
  if (form === 'compiled') return new TextDecoder('latin1').decode(bytes);
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

/**
 * The deepest chain of calls among a module's functions. An indirect call may reach every function
 * of the module, since what tables will hold is not known.
 * @returns undefined for an image, which does not have what it takes
 */
export function callDepth(guest: Guest): CallDepth | undefined {
  const text = textOf(guest);
  if (text === undefined) return undefined;
  const methods = methodsOf(text);
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
  return { bounded, xsSlots: deepest + HELPER_SLOTS };
}

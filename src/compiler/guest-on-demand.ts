/** What instances of modules inherit whose functions are compiled on demand. */
import { high } from '../numeric/i64.js';
import { Instance } from '../runtime/instance.js';
import { guest } from './guest.js';
import { type HelperName, helpers } from './helpers.js';

/** Where XS is to find a function soonest: it looks at all properties before. */
const FREQUENT: readonly HelperName[] = ['imul', 'fround', 'mul64', 'clz32', 'carryF32', 'sqrt'];

function methods(names: readonly HelperName[]): PropertyDescriptorMap {
  return Object.fromEntries(names.map((name) => [`$${name}`, { value: helpers[name] }]));
}

/**
 * Names of generated code, so that a program which preloads this has them in flash. Made at run time,
 * each takes about 28 bytes, once.
 */
function names(): object {
  const made: Record<string, number> = {};
  for (const [letter, count] of [
    ['f', 32],
    ['x', 16],
    ['y', 8],
    ['s', 6],
    ['t', 6],
  ] as const)
    for (let i = 0; i < count; i++) made[`${letter}${i}`] = 0;
  for (const name of ['M', 'G', 'S', 'd', 'j', 'k']) made[name] = 0;
  return Object.freeze(made);
}

/**
 * The methods of {@link guest}, and the runtime's functions as methods: all modules share them, in
 * flash. A property of each module's own would take 16 bytes.
 */
export const guestOnDemand: object = Object.freeze(
  Object.defineProperties(Object.create(Instance.prototype) as object, {
    ...methods(FREQUENT),
    ...Object.getOwnPropertyDescriptors(guest),
    $high: { get: () => high },
    ...methods(Object.keys(helpers) as HelperName[]),
    $names: { value: names() },
  }),
);

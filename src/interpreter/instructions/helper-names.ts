import { helpers } from '../helpers.js';

/** What bodies call as properties of `helpers`. */
export const HELPER_NAMES: readonly string[] = Object.keys(helpers);

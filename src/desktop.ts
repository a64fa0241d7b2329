/** What `dist/index.js` has beside what a board has from the beginning: there it is an entry of its own. */
export * from './budget.js';
import './wide-arithmetic.js';

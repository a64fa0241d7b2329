/** What `dist/index.js` has beside what a board has from the beginning: there it is an entry of its own. */
export * from './budget.js';
export * from './exception-handling.js';
import './gc.js';
import './memory64.js';
import './wide-arithmetic.js';

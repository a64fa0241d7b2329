import { run } from 'wasm2js';

export default () => run;

/** What was wrong once, on every engine, and on Node's to be sure of what is expected. */
import { describe, expect, it } from 'vitest';
import { nodeEngine } from '../../scripts/fuzz/node-engine.js';
import { wasmoteEngine } from '../../scripts/fuzz/wasmote-engine.js';
import { CASES, run } from './cases.js';

describe.each([wasmoteEngine(true), wasmoteEngine(false), nodeEngine])('$name', (engine) => {
  it.each(CASES)('$name', (regress) => {
    expect(regress.calls.length).toBeGreaterThan(0);
    if (engine === nodeEngine && nodeEngine.lacks(regress.bytes)) return;
    expect(run(engine, regress)).toEqual(regress.calls.map(({ expected }) => expected));
  });
});

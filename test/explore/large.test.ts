/** Modules of megabytes are no trouble, whether they are many functions or a single one. */
import { describe, expect, it } from 'vitest';
import { pageData } from '../../src/explore/page/data.js';
import { pageText } from '../../src/explore/page/page.js';
import { explorationOf, indicesOf } from './support.js';

const MAX_LINES = 50_000;

function leb(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 0x7f; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}

/** `(local.set 1 (i32.mul (i32.add …) …)) (if (i32.lt_u …) (then (i32.store …)))` */
const STEP = [
  0x20, 0, 0x20, 1, 0x6a, 0x41, 3, 0x6c, 0x22, 1, 0x41, 0x80, 1, 0x49, 0x04, 0x40, 0x20, 0, 0x20, 1,
  0x36, 2, 0, 0x0b,
];

/** A module of so many functions, each of so many steps. */
function moduleOf(functions: number, steps: number): Uint8Array {
  const body = [1, 1, 0x7f, ...new Array(steps).fill(STEP).flat(), 0x20, 0, 0x0b];
  const one = [...leb(body.length), ...body];
  const code = [...leb(functions), ...new Array(functions).fill(one).flat()];
  const sections: [number, number[]][] = [
    [1, [1, 0x60, 1, 0x7f, 1, 0x7f]],
    [3, [...leb(functions), ...new Array<number>(functions).fill(0)]],
    [5, [1, 0, 1]],
    [10, code],
  ];
  const parts = sections.map(([id, contents]) => [[id], leb(contents.length), contents].flat());
  return Uint8Array.from([[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], ...parts].flat());
}

describe('a large module', () => {
  it.each([
    ['many functions', 10_000, 4, '10,000 functions are listed without code'],
    ['a single function', 1, 20_000, 'lines of func 0 the first are shown'],
  ])('of %s', (_, functions, steps, note) => {
    const bytes = moduleOf(functions, steps);
    expect(bytes.length).toBeGreaterThan(480_000);
    const exploration = explorationOf(bytes);
    const indices = indicesOf(exploration);
    const options = { file: 'large.wasm', size: bytes.length, indices, maxLines: MAX_LINES };
    const data = pageData(exploration, options);
    expect(data.notes).toEqual([expect.stringContaining(note)]);
    const lines = data.functions.flatMap(({ columns = [] }) => columns.map(({ at }) => at.length));
    const sum = lines.reduce((a, b) => a + b, 0);
    expect(sum).toBeGreaterThan(MAX_LINES / 4);
    expect(sum).toBeLessThanOrEqual(MAX_LINES);
    expect(pageText(data).length).toBeLessThan(6_000_000);
  });
});

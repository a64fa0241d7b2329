import { describe, expect, it } from 'vitest';
import type { FunctionView } from '../../src/explore/model.js';
import { columnsText } from '../../src/explore/text.js';

const line = (at: number, text: string, ...offsets: readonly number[]) => ({ at, text, offsets });

const VIEW: FunctionView = {
  index: 0,
  name: 'f',
  sizes: { wasmBytes: 5, registerBytes: 12, javascriptChars: 30 },
  wat: [
    line(8, '(func (;0;)', 8),
    line(8, '  (local i32)', 8),
    line(9, '  local.get 0', 9),
    line(11, `  call $${'x'.repeat(70)}`, 11),
    line(100, ')', 100),
  ],
  registers: [line(7, 'entry', 8), line(99, 'call', 9, 11), line(100, 'return0', 100)],
  javascript: [line(1, '(){', 8), line(2, 'f1(l0);', 9, 11), line(3, '}', 100)],
};

describe('columns of text', () => {
  it('have what belongs together in a row', () => {
    expect(columnsText(VIEW)).toEqual([
      '  8  (func (;0;)      7  entry    (){',
      '  8    (local i32)',
      '  9    local.get 0',
      ` 11    call $${'x'.repeat(70)}`,
      '                     99  call     f1(l0);',
      '100  )              100  return0  }',
    ]);
  });

  it('are two without JavaScript', () => {
    const { index, name, sizes, wat, registers } = VIEW;
    expect(columnsText({ index, name, sizes, wat, registers })[0]).toBe(
      '  8  (func (;0;)      7  entry',
    );
  });
});

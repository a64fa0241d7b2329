/** Where a function looks whether XS's stack has room for what it calls. */
import { expect, it } from 'vitest';
import { compileAhead } from '../../src/compiler/ahead.js';
import { Engine } from '../../src/index.js';
import { wat } from '../validation/wat.js';

const CALL = '(call $f (local.get 2) (local.get 2) (local.get 2))';
const many = Array.from({ length: 12 }, (_, i) => i);

/** The lines of a function that calls itself, the check as `CHECK`. */
function lines(body: string, locals = ''): string[] {
  const bytes = wat(`(module (func $f (param i32 i32 i32) ${locals} ${body}))`);
  const { methods } = compileAhead(bytes, new Engine().settings.features, false, 2 ** 28);
  return methods[0]!
    .replace(/if\(\(d-=\d+\)<0\)this\.\$trap9;/g, 'CHECK')
    .split('\n')
    .slice(1, -2);
}

it.each([
  [
    'before the first call',
    `${CALL} ${CALL}`,
    ['CHECK', 'this.f0(x2,x2,x2,d);', 'this.f0(x2,x2,x2,d);'],
  ],
  [
    'behind the base case',
    `(if (local.get 0) (then ${CALL} ${CALL}))`,
    ['if(x0){', 'CHECK', 'this.f0(x2,x2,x2,d);', 'this.f0(x2,x2,x2,d);', '}'],
  ],
  [
    'before an `if` with calls in both halves',
    `(if (local.get 0) (then ${CALL}) (else ${CALL}))`,
    ['CHECK', 'if(x0){', 'this.f0(x2,x2,x2,d);', '}else{', 'this.f0(x2,x2,x2,d);', '}'],
  ],
  [
    'before two blocks with a call each',
    `(if (local.get 0) (then ${CALL})) (if (local.get 0) (then ${CALL}))`,
    ['CHECK', 'if(x0){', 'this.f0(x2,x2,x2,d);', '}', 'if(x0){', 'this.f0(x2,x2,x2,d);', '}'],
  ],
  [
    'in the half that calls',
    `(if (local.get 0) (then) (else (if (local.get 1) (then ${CALL}) (else ${CALL}))))`,
    [
      'if(!x0){',
      'CHECK',
      'if(x1){',
      'this.f0(x2,x2,x2,d);',
      '}else{',
      'this.f0(x2,x2,x2,d);',
      '}',
      '}',
    ],
  ],
  [
    'before a loop, and not in it',
    `(if (local.get 0) (then (loop $l ${CALL} (br_if $l (local.get 0)))))`,
    ['if(x0){', 'CHECK', 'do{', 'this.f0(x2,x2,x2,d);', '}while(x0);', '}'],
  ],
])('%s', (_, body, expected) => {
  expect(lines(body)).toEqual(expected);
});

it('at the beginning, if the frame is larger than what every call finds', () => {
  const locals = `(local ${many.map(() => 'f64').join(' ')})`;
  const sum = many.map((i) => `(local.set ${i + 3} (f64.const ${i}))`).join('');
  const body = `${sum} (if (local.get 0) (then ${CALL}))`;
  expect(lines(body, locals).filter((line) => !line.startsWith('x'))).toEqual([
    expect.stringMatching(/^let /),
    'CHECK',
    'if(x0){',
    'this.f0(x2,x2,x2,d);',
    '}',
  ]);
});

import { describe, expect, it } from 'vitest';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { type PageData, pageData } from '../../src/explore/page/data.js';
import { pageText } from '../../src/explore/page/page.js';
import { visible } from '../../src/explore/wat/string.js';
import { wat } from '../validation/wat.js';
import { FakeBrowser } from './fake-dom.js';
import { explorationOf, indicesOf, MODULES } from './support.js';

function dataOf(bytes: Uint8Array, maxLines = 10_000, file = 'test.wasm'): PageData {
  const exploration = explorationOf(bytes);
  const indices = indicesOf(exploration);
  return pageData(exploration, { file, size: bytes.length, indices, maxLines });
}

const pageOf = (bytes: Uint8Array, maxLines?: number, file?: string): string =>
  pageText(dataOf(bytes, maxLines, file));

const MODULE = wat(`(module
  (func $add (export "add") (param i32 i32) (result i32)
    local.get 0  local.get 1  i32.add  i32.const 7  i32.mul)
  (func (export "sub") (param i32 i32) (result i32)
    local.get 0  local.get 1  i32.sub))`);

/** The elements of a page, in order, with their attributes; what is in scripts and styles left out. */
function tagsOf(page: string): { tag: string; attributes: string }[] {
  const markup = page.replace(/(<(script|style)\b[^>]*>)[^]*?(<\/\2>)/g, '$1$3');
  return [...markup.matchAll(/<(!?\/?[a-z][\w-]*)((?:\s+[\w-]+(?:="[^"<>]*")?)*)\s*>/gi)].map(
    ([, tag, attributes]) => ({ tag: tag!, attributes: attributes!.trim() }),
  );
}

const HOSTILE = [
  '</script><script>alert(1)</script>',
  '<!--<script>',
  '"><img src=x onerror=alert(1)>',
  "'&amp;&lt;\u2028",
  '\u001b[31mred\u202e',
];

describe('the page', () => {
  it('is well-formed and needs nothing from elsewhere', () => {
    for (const { bytes } of MODULES) {
      const page = pageOf(bytes);
      const open: string[] = [];
      for (const { tag, attributes } of tagsOf(page)) {
        expect(attributes).not.toMatch(/\b(src|href|on\w+)\s*=/i);
        if (/^(!doctype|meta|input)$/i.test(tag)) continue;
        if (tag.startsWith('/')) expect(open.pop()).toBe(tag.slice(1));
        else open.push(tag);
      }
      expect(open).toEqual([]);
      expect(page).not.toMatch(/https?:|\/\/[a-z]|@import|url\(|[^$]import\(|fetch\(/i);
      expect(page.match(/<script/g)).toHaveLength(2);
      expect(page.match(/<\/script>/g)).toHaveLength(2);
    }
  });

  it('has the same elements whatever names a module and its file have', async () => {
    const escape = (name: string): string =>
      Array.from(Buffer.from(name), (byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
    const module = (names: readonly string[]): Promise<Uint8Array> => {
      const imports = names.map((name) => `(import "${name}" "${name}" (func))`);
      const functions = names.map(
        (name) =>
          `(func (@name "${name}") (export "${name}") (local (@name "${name}") i32) local.get 0 drop)`,
      );
      const data = `(data "${names.join('')}")`;
      return parse(`(module (@name "${names[0]}") ${[...imports, ...functions, data].join(' ')})`);
    };
    const hostile = await module(HOSTILE.map(escape));
    const tame = await module(['a', 'b', 'c', 'd', 'e']);
    for (const file of HOSTILE) {
      const page = pageOf(hostile, undefined, file);
      expect(tagsOf(page)).toEqual(tagsOf(pageOf(tame)));
      expect(page.match(/<\/?script/g)).toHaveLength(4);
      expect(page.match(/<!--/g)).toBeNull();
      expect(page).not.toMatch(/[\u2028\u2029\u001b]/);
      const data = /<script type="application\/json"[^>]*>([^]*?)<\/script>/.exec(page)![1]!;
      expect(JSON.parse(data).file).toBe(visible(file));
    }
    // They reach the page as text.
    const browser = new FakeBrowser(pageOf(hostile));
    expect(browser.buttons().slice(1, 4)).toEqual(HOSTILE.slice(0, 3));
    expect(browser.buttons()[5]).toBe('\\1b[31mred\\e2\\80\\ae');
  });

  it('leaves out what is too much, and says so', () => {
    const all = dataOf(MODULE);
    expect(all.notes).toEqual([]);
    const lines = all.functions.map(({ columns }) =>
      columns!.reduce((sum, { text }) => sum + text.length, 0),
    );
    const one = dataOf(MODULE, lines[0]);
    expect(one.functions.map(({ columns }) => columns !== undefined)).toEqual([true, false]);
    expect(one.notes).toEqual([
      '1 of 2 functions are listed without code: see --function and --all',
    ]);
    const part = dataOf(MODULE, 8);
    expect(part.notes[0]).toBe(`of the ${lines[0]} lines of add the first are shown: see --all`);
    expect(part.functions[0]!.columns![0]!.text).toHaveLength(2);
    expect(new FakeBrowser(pageOf(MODULE, lines[0]), '#1').get('columns').textContent).toMatch(
      /^Not in this page/,
    );
  });
});

describe('in a browser', () => {
  it('the first function is shown, and the list of all', () => {
    const browser = new FakeBrowser(pageOf(MODULE));
    expect(browser.buttons()).toEqual(['module', 'add', 'sub']);
    expect(browser.get('title').textContent).toBe('add (0)');
    expect(browser.lines(0)).toHaveLength(7);
    expect(browser.lines(1)[1]).toBe('i32_add        r3, r0, r1');
  });

  it('a click on a line marks what belongs to it', () => {
    const browser = new FakeBrowser(pageOf(MODULE));
    browser.line(0, 'local.get 1').fire('click');
    expect(browser.lines(0, 'chosen')).toEqual(['  local.get 1']);
    expect(browser.lines(1, 'linked')).toEqual(['i32_add        r3, r0, r1']);
    browser.line(1, 'i32_mul_c      r3, r3, 7').fire('click');
    expect(browser.lines(0, 'chosen')).toEqual([]);
    expect(browser.lines(0, 'linked')).toEqual(['  i32.const 7', '  i32.mul']);
    expect(browser.get('status').textContent).toMatch(
      /^Register code \d+ · linked lines of WAT: 2 · JavaScript: 1$/,
    );
  });

  it('hovering does so too, unless a line was clicked', () => {
    const browser = new FakeBrowser(pageOf(MODULE));
    browser.line(0, 'i32.mul').fire('mouseover');
    expect(browser.lines(1, 'linked')).toEqual(['i32_mul_c      r3, r3, 7']);
    browser.line(0, 'i32.add').fire('click');
    browser.line(0, 'i32.mul').fire('mouseover');
    expect(browser.lines(1, 'linked')).toEqual(['i32_add        r3, r0, r1']);
  });

  it('keys move between lines, columns and functions', () => {
    const browser = new FakeBrowser(pageOf(MODULE));
    const [wat] = browser.document.querySelectorAll('.lines');
    for (let k = 0; k < 4; k++) wat!.fire('keydown', 'ArrowDown');
    expect(browser.lines(0, 'chosen')).toEqual(['  i32.add']);
    wat!.fire('keydown', 'ArrowRight');
    expect(browser.lines(1, 'chosen')).toEqual(['i32_add        r3, r0, r1']);
    expect(browser.document.focused!.dataset['column']).toBe('1');
    browser.document.focused!.fire('keydown', 'End');
    expect(browser.lines(1, 'chosen')).toEqual(['return32       r3 via r2']);
    wat!.fire('keydown', 'n');
    expect(browser.get('title').textContent).toBe('sub (1)');
    expect(browser.location.hash).toBe('#1');
    browser.get('columns').fire('keydown', 'p');
    browser.get('columns').fire('keydown', 'p');
    expect(browser.get('title').textContent).toBe('module');
    browser.get('columns').fire('keydown', '/');
    expect(browser.document.focused!.id).toBe('filter');
  });

  it('the filter looks for names, indices and code', () => {
    const browser = new FakeBrowser(pageOf(MODULE));
    const filter = browser.get('filter');
    for (const [text, found] of [
      ['SUB', ['sub']],
      ['1', ['sub']],
      ['i32.mul', ['add']],
      ['nothing', []],
      ['', ['module', 'add', 'sub']],
    ] as const) {
      filter.value = text;
      filter.fire('input');
      expect(browser.buttons()).toEqual(found);
    }
    filter.value = 'i32.mul';
    filter.fire('change');
    expect(browser.lines(0, 'found')).toEqual(['  i32.mul']);
  });

  it('the list can be ordered by size', () => {
    const browser = new FakeBrowser(pageOf(MODULE));
    browser.get('order').value = '0';
    browser.get('order').fire('change');
    expect(browser.buttons()).toEqual(['module', 'add', 'sub']);
  });
});

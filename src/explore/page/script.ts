import type { PageColumn, PageData, PageFunction } from './data.js';

/**
 * What runs in the page: it is put there as text, so that it can name nothing outside of itself.
 * Whatever comes from the module reaches the page as text, never as markup.
 */
export function runPage(): void {
  /** Functions that are listed, and lines that are shown, before one is asked for more. */
  const LISTED = 1000;
  const SHOWN = 5000;
  /** Lines that a browser lays out together, when they are in sight. */
  const CHUNK = 200;

  const $ = (id: string): HTMLElement => document.getElementById(id)!;
  const data: PageData = JSON.parse($('data').textContent!);
  const filter = $('filter') as HTMLInputElement;
  const order = $('order') as HTMLSelectElement;

  /** The function that is shown; −1 is the module. */
  let shown = -1;
  /** For each column the lines by the row of the first column. */
  let byRow: Map<number, number[]>[] = [];
  let columns: readonly PageColumn[] = [];
  let boxes: HTMLElement[] = [];
  /** The line that was chosen, by column and number; hovering shows others only without one. */
  let chosen: readonly [number, number] | undefined;
  let marked: Element[] = [];

  function element(tag: string, className: string, ...children: (Node | string)[]): HTMLElement {
    const node = document.createElement(tag);
    if (className !== '') node.className = className;
    node.append(...children);
    return node;
  }

  const number = (count: number): string => count.toLocaleString('en-US');

  function sizesText(sizes: readonly number[]): string {
    return sizes.map((size, i) => `${number(size)} ${data.units[i]}`).join(' · ');
  }

  function query(): string {
    return filter.value.trim().toLowerCase();
  }

  function linesWith(text: string, { columns = [] }: PageFunction): number {
    let count = 0;
    for (const column of columns) {
      for (const line of column.text) if (line.toLowerCase().includes(text)) count++;
    }
    return count;
  }

  /** The functions that the filter leaves, and how many of their lines have its text. */
  function matches(): { entry: PageFunction; lines: number }[] {
    const text = query();
    const found: { entry: PageFunction; lines: number }[] = [];
    for (const entry of data.functions) {
      const named =
        text === '' || entry.name.toLowerCase().includes(text) || String(entry.index) === text;
      const lines = text.length < 2 ? 0 : linesWith(text, entry);
      if (named || lines > 0) found.push({ entry, lines });
    }
    const by = Number(order.value);
    if (by >= 0) found.sort((a, b) => (b.entry.sizes[by] ?? 0) - (a.entry.sizes[by] ?? 0));
    return found;
  }

  function listFunctions(): void {
    const found = matches();
    const items = found.slice(0, LISTED).map(({ entry, lines }) => {
      const text = lines === 0 ? '' : ` · ${number(lines)} lines match`;
      const small = element('small', '', `${entry.index} · ${sizesText(entry.sizes)}${text}`);
      return item(entry.index, entry.name, small);
    });
    const rest = found.length - items.length;
    const note = found.length === 0 ? 'nothing matches' : `${number(rest)} more: use the filter`;
    if (query() === '')
      items.unshift(item(-1, 'module', element('small', '', 'all but functions')));
    if (rest > 0 || found.length === 0) items.push(element('li', '', element('p', '', note)));
    $('functions').replaceChildren(...items);
  }

  function item(index: number, name: string, small: HTMLElement): HTMLElement {
    const button = element('button', '', name, small);
    button.dataset['index'] = String(index);
    if (index === shown) button.setAttribute('aria-current', 'true');
    return element('li', '', button);
  }

  /** Shows a function, or the module. */
  function show(index: number): void {
    const entry = data.functions.find((each) => each.index === index);
    shown = entry === undefined ? -1 : index;
    chosen = undefined;
    marked = [];
    $('title').textContent = entry === undefined ? 'module' : `${entry.name} (${index})`;
    columns = entry === undefined ? [moduleColumn()] : (entry.columns ?? []);
    byRow = columns.map(indexOf);
    boxes = [];
    const parts = columns.map((column, c) => columnBox(c, column, entry));
    if (columns.length === 0)
      parts.push(element('p', 'omitted', `Not in this page. ${data.notes}`));
    $('columns').replaceChildren(...parts);
    say(entry === undefined ? '' : sizesText(entry.sizes));
    for (const button of $('functions').querySelectorAll<HTMLElement>('button')) {
      if (button.dataset['index'] === String(shown)) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
    }
    if (location.hash !== `#${shown}`) history.replaceState(null, '', `#${shown}`);
  }

  function moduleColumn(): PageColumn {
    return { at: data.fields.map((_, i) => i + 1), text: data.fields, rows: [] };
  }

  function indexOf({ rows }: PageColumn): Map<number, number[]> {
    const index = new Map<number, number[]>();
    rows.forEach((list, line) => {
      for (const row of list) {
        const there = index.get(row);
        if (there === undefined) index.set(row, [line]);
        else there.push(line);
      }
    });
    return index;
  }

  function columnBox(c: number, column: PageColumn, entry: PageFunction | undefined): HTMLElement {
    const name = entry === undefined ? 'WAT' : data.columns[c]!;
    const box = element('div', 'lines');
    box.tabIndex = 0;
    box.setAttribute('role', 'listbox');
    box.setAttribute('aria-label', name);
    box.dataset['column'] = String(c);
    boxes.push(box);
    fill(box, c, column, Math.min(column.text.length, SHOWN));
    const title = element('h3', '', `${name}, ${number(column.text.length)} lines`);
    return element('section', 'column', title, box);
  }

  /** Makes the lines of a column up to a number; a button adds the rest. */
  function fill(box: HTMLElement, c: number, column: PageColumn, count: number): void {
    box.replaceChildren();
    const text = query();
    for (let from = 0; from < count; from += CHUNK) {
      const to = Math.min(from + CHUNK, count);
      const chunk = element('div', 'chunk');
      chunk.style.setProperty('contain-intrinsic-size', `auto ${(to - from) * 1.5}em`);
      for (let i = from; i < to; i++) {
        const at = element('b', '', String(column.at[i]));
        const line = element('div', 'line', at, element('span', '', column.text[i]!));
        line.id = `line-${c}-${i}`;
        line.setAttribute('role', 'option');
        if (text.length > 1 && column.text[i]!.toLowerCase().includes(text)) {
          line.classList.add('found');
        }
        chunk.append(line);
      }
      box.append(chunk);
    }
    const left = column.text.length - count;
    if (left === 0) return;
    const more = element('button', 'more', `show ${number(left)} more lines`);
    more.addEventListener('click', () => fill(box, c, column, column.text.length));
    box.append(more);
  }

  const lineOf = (c: number, i: number): HTMLElement | null =>
    document.getElementById(`line-${c}-${i}`);

  /** The lines of a column that belong to a line of another. */
  function linked(c: number, i: number, other: number): number[] {
    const rows = c === 0 ? [i] : columns[c]!.rows[i]!;
    if (other === 0) return [...rows];
    return [...new Set(rows.flatMap((row) => byRow[other]!.get(row) ?? []))];
  }

  /** Marks a line and what belongs to it, and brings that into sight. */
  function mark(c: number, i: number): void {
    for (const line of marked) line.classList.remove('chosen', 'linked');
    marked = [];
    if (shown < 0) return;
    put(lineOf(c, i), 'chosen');
    const counts: string[] = [];
    for (let other = 0; other < columns.length; other++) {
      if (other === c) continue;
      const lines = linked(c, i, other).sort((a, b) => a - b);
      counts.push(`${data.columns[other]}: ${lines.length === 0 ? 'none' : number(lines.length)}`);
      for (const line of lines) put(lineOf(other, line), 'linked');
      if (lines.length > 0)
        reveal(boxes[other]!, lineOf(other, lines[0]!), lineOf(other, lines.at(-1)!));
    }
    say(`${data.columns[c]} ${columns[c]!.at[i]} · linked lines of ${counts.join(' · ')}`);
  }

  function put(line: Element | null, className: string): void {
    if (line === null) return;
    line.classList.add(className);
    marked.push(line);
  }

  /** Scrolls a column, and never the page, so far that both lines can be seen, or the first. */
  function reveal(box: HTMLElement, first: Element | null, last: Element | null): void {
    if (first === null) return;
    const view = box.getBoundingClientRect();
    const top = first.getBoundingClientRect().top;
    const bottom = (last ?? first).getBoundingClientRect().bottom;
    if (top >= view.top && bottom <= view.bottom) return;
    const room = Math.max(0, (view.height - (bottom - top)) / 2);
    box.scrollTop += top - view.top - Math.min(room, view.height / 3);
  }

  function choose(c: number, i: number): void {
    chosen = [c, i];
    mark(c, i);
    const line = lineOf(c, i);
    boxes[c]!.setAttribute('aria-activedescendant', `line-${c}-${i}`);
    reveal(boxes[c]!, line, line);
  }

  function say(text: string): void {
    $('status').textContent = text;
  }

  /** The column and number of the line in which an event is. */
  function placeOf(event: Event): readonly [number, number] | undefined {
    const line = (event.target as Element).closest('.line');
    const match = /^line-(\d+)-(\d+)$/.exec(line?.id ?? '');
    return match === null ? undefined : [Number(match[1]), Number(match[2])];
  }

  /** Where a key leads from a line of a column. */
  function step(key: string, c: number, i: number): readonly [number, number] | undefined {
    const last = Math.min(columns[c]!.text.length, boxes[c]!.querySelectorAll('.line').length) - 1;
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 20,
      PageUp: -20,
      Home: -last,
      End: last,
    };
    if (key in steps) return [c, Math.max(0, Math.min(last, i + steps[key]!))];
    const other = c + (key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0);
    if (other === c || columns[other] === undefined) return undefined;
    boxes[other]!.focus({ preventScroll: true });
    return [other, linked(c, i, other)[0] ?? 0];
  }

  /** The next function of the list, or the one before. */
  function neighbour(by: number): void {
    const buttons = [...$('functions').querySelectorAll<HTMLElement>('button')];
    const at = buttons.findIndex((button) => button.dataset['index'] === String(shown));
    const next = buttons[Math.max(0, Math.min(buttons.length - 1, at + by))];
    if (next === undefined) return;
    show(Number(next.dataset['index']));
    next.scrollIntoView({ block: 'nearest' });
  }

  $('columns').addEventListener('mouseover', (event) => {
    const place = placeOf(event);
    if (place !== undefined && chosen === undefined) mark(...place);
  });
  $('columns').addEventListener('click', (event) => {
    const place = placeOf(event);
    if (place === undefined) return;
    // A second click on it lets a line go.
    if (chosen?.[0] === place[0] && chosen[1] === place[1]) chosen = undefined;
    else choose(...place);
  });
  $('columns').addEventListener('keydown', (event) => {
    const c = Number((event.target as HTMLElement).dataset['column'] ?? -1);
    if (c < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = step(event.key, c, chosen?.[0] === c ? chosen[1] : -1);
    if (place === undefined) return;
    event.preventDefault();
    choose(...place);
  });
  $('functions').addEventListener('click', (event) => {
    const button = (event.target as Element).closest('button');
    if (button !== null) show(Number(button.dataset['index']));
  });
  document.addEventListener('keydown', (event) => {
    if (event.target === filter || event.target === order) {
      if (event.key === 'Escape') boxes[0]?.focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '/') filter.focus();
    else if (event.key === 'n') neighbour(1);
    else if (event.key === 'p') neighbour(-1);
    else if (event.key === 'Escape') chosen = undefined;
    else return;
    event.preventDefault();
  });
  filter.addEventListener('input', listFunctions);
  filter.addEventListener('change', () => show(shown));
  order.addEventListener('change', listFunctions);
  window.addEventListener('hashchange', () => show(Number(location.hash.slice(1))));

  listFunctions();
  const wanted = location.hash === '' ? (data.functions[0]?.index ?? -1) : location.hash.slice(1);
  show(Number(wanted));
}

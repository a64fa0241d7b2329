/** As much of a browser as the page's script uses: elements, events, nothing that is laid out. */

type Listener = (event: FakeEvent) => void;

interface FakeEvent {
  readonly type: string;
  readonly target: FakeElement;
  readonly key?: string;
  preventDefault(): void;
}

class FakeElement {
  id = '';
  className = '';
  value = '';
  tabIndex = -1;
  scrollTop = 0;
  parent: FakeElement | undefined;
  children: FakeElement[] = [];
  readonly dataset: Record<string, string> = {};
  readonly style = { setProperty: (): void => {} };
  readonly attributes = new Map<string, string>();
  private text = '';
  private readonly listeners = new Map<string, Listener[]>();

  constructor(
    private readonly document: FakeDocument,
    readonly tag: string,
  ) {}

  get textContent(): string {
    return this.text + this.children.map(({ textContent }) => textContent).join('');
  }
  set textContent(text: string) {
    this.children = [];
    this.text = text;
  }

  get classes(): string[] {
    return this.className.split(' ').filter(Boolean);
  }
  readonly classList = {
    add: (name: string): void => {
      if (!this.classes.includes(name)) this.className += ` ${name}`;
    },
    remove: (...names: readonly string[]): void => {
      this.className = this.classes.filter((name) => !names.includes(name)).join(' ');
    },
  };

  append(...nodes: readonly (FakeElement | string)[]): void {
    for (const node of nodes) {
      const child = typeof node === 'string' ? this.document.textNode(node) : node;
      child.parent = this;
      this.children.push(child);
    }
  }
  replaceChildren(...nodes: readonly FakeElement[]): void {
    this.text = '';
    this.children = [];
    this.append(...nodes);
  }

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }
  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }

  /** `.class` or a tag. */
  matches(selector: string): boolean {
    return selector[0] === '.' ? this.classes.includes(selector.slice(1)) : this.tag === selector;
  }
  all(): FakeElement[] {
    return this.children.flatMap((child) => [child, ...child.all()]);
  }
  querySelectorAll(selector: string): FakeElement[] {
    return this.all().filter((element) => element.matches(selector));
  }
  closest(selector: string): FakeElement | null {
    return this.matches(selector) ? this : (this.parent?.closest(selector) ?? null);
  }

  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }
  /** An event here, and in everything around. */
  fire(type: string, key?: string): void {
    this.hear({ type, target: this, preventDefault: () => {}, ...(key && { key }) });
  }
  private hear(event: FakeEvent): void {
    for (const listener of this.listeners.get(event.type) ?? []) listener(event);
    this.parent?.hear(event);
  }

  focus(): void {
    this.document.focused = this;
  }
  scrollIntoView(): void {}
  getBoundingClientRect(): { top: number; bottom: number; height: number } {
    return { top: 0, bottom: 0, height: 0 };
  }
}

class FakeDocument extends FakeElement {
  focused: FakeElement | undefined;

  constructor() {
    super(undefined as unknown as FakeDocument, '#document');
  }
  createElement(tag: string): FakeElement {
    return new FakeElement(this, tag);
  }
  textNode(text: string): FakeElement {
    const node = new FakeElement(this, '#text');
    node.textContent = text;
    return node;
  }
  getElementById(id: string): FakeElement | null {
    return this.all().find((element) => element.id === id) ?? null;
  }
}

/** The page in a browser of this kind. */
export class FakeBrowser {
  readonly document = new FakeDocument();
  readonly location = { hash: '' };

  /** @param page its markup, of which the elements with an id are taken, and the last script */
  constructor(page: string, hash = '') {
    this.location.hash = hash;
    for (const [, tag, id] of page.matchAll(/<(\w+)[^>]* id="(\w+)"/g)) {
      const element = this.document.createElement(tag!);
      element.id = id!;
      element.parent = this.document;
      this.document.children.push(element);
    }
    this.get('order').value = '-1';
    const [data, script] = [...page.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map((m) => m[1]!);
    this.get('data').textContent = data!;
    const history = {
      replaceState: (_state: unknown, _title: string, url: string) => this.go(url),
    };
    const names = ['document', 'location', 'history', 'window'];
    const values = [
      this.document,
      this.location,
      history,
      new FakeElement(this.document, 'window'),
    ];
    new Function(...names, `'use strict'; ${script!}`)(...values);
  }

  private go(url: string): void {
    this.location.hash = url;
  }

  get(id: string): FakeElement {
    return this.document.getElementById(id)!;
  }

  /** The texts of the lines of a column that have a class. */
  lines(column: number, className = 'line'): string[] {
    return this.document
      .querySelectorAll(`.${className}`)
      .filter(({ id }) => id.startsWith(`line-${column}-`))
      .map(({ children }) => children[1]!.textContent);
  }

  line(column: number, text: string): FakeElement {
    return this.document
      .querySelectorAll('.line')
      .find(
        ({ id, children }) =>
          id.startsWith(`line-${column}-`) && children[1]!.textContent.trim() === text,
      )!;
  }

  buttons(): string[] {
    return this.get('functions')
      .querySelectorAll('button')
      .map(({ children }) => children[0]!.textContent);
  }
}

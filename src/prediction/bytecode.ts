/**
 * How large XS makes the functions of generated code. What there is of JavaScript in it is little; each
 * part is as in XS's coder (xsCode.c, 13.3), whose functions are named. XS itself is compared with in
 * test/prediction/bytecode.test.ts.
 */

/** Bytes of instructions with a name (`txID`), and with a small number. */
const NAMED = 3;
const INDEXED = 2;

/** An instruction, or a place that branches go to. */
interface Item {
  readonly kind: 'plain' | 'target' | 'end' | 'branch' | 'condition' | 'unwind';
  readonly size: number;
  readonly to?: Item;
  /** Where it lies, in the course of `sizeOf`. */
  at: number;
}

const TOKEN =
  /\s*([A-Za-z_$][\w$]*|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|\.\.\.|>>>|===|!==|<<|>>|<=|>=|&&|\|\||\+\+|--|-=|[^\s])/gy;

/** How strongly operators bind; each takes one byte, but those that branch. */
const BINDING: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '===': 6,
  '!==': 6,
  '<': 7,
  '>': 7,
  '<=': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '>>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
};

interface Loop {
  readonly label: string | undefined;
  readonly exit: Item;
  readonly again: Item | undefined;
}

/** What an expression was, for what comes behind it. */
const enum Kind {
  Value,
  Variable,
  Member,
  Element,
  /** An assignment to a variable, whose value a statement drops in the same instruction. */
  Assigned,
}

class Coder {
  private readonly tokens: string[];
  private next = 0;
  private readonly items: Item[] = [];
  private loops: Loop[] = [];
  private last = target();
  /** In the block of a `catch`, whose variable a jump out of it drops. */
  private isCatching = false;

  constructor(text: string) {
    this.tokens = [...text.matchAll(TOKEN)].map(([, token]) => token!);
  }

  /** Bytes of the whole function: `fxFunctionNodeCode`. */
  size(): number {
    this.plain(INDEXED, INDEXED);
    this.expect('(');
    while (!this.takes(')')) {
      const rest = this.takes('...');
      this.next++;
      // New local, argument, its variable, pop.
      this.plain(NAMED, INDEXED, INDEXED, 1);
      if (!rest) this.takes(',');
    }
    this.expect('{');
    while (!this.takes('}')) this.statement();
    this.items.push(this.last, { kind: 'end', size: 1, at: 0 });
    return sizeOf(optimized(this.items));
  }

  private plain(...sizes: number[]): void {
    for (const size of sizes) this.items.push({ kind: 'plain', size, at: 0 });
  }

  private branch(kind: 'branch' | 'condition', to: Item): void {
    this.items.push({ kind, size: 2, to, at: 0 });
  }

  /** Drops variables. */
  private unwind(): void {
    this.items.push({ kind: 'unwind', size: INDEXED, at: 0 });
  }

  private get token(): string {
    return this.tokens[this.next]!;
  }

  private takes(token: string): boolean {
    if (this.token !== token) return false;
    this.next++;
    return true;
  }

  private expect(token: string): void {
    if (!this.takes(token)) {
      throw new Error(`bytecode: \`${this.token}\` where \`${token}\` was expected`);
    }
  }

  private statement(): void {
    const label = /^L\d+$/.test(this.token) ? this.token : undefined;
    if (label === undefined) return this.unlabelled(undefined, undefined);
    this.next++;
    this.expect(':');
    const exit = target();
    if (this.token === 'for' || this.token === 'do') return this.unlabelled(label, exit);
    this.loops.push({ label, exit, again: undefined });
    this.unlabelled(undefined, undefined);
    this.loops.pop();
    this.items.push(exit);
  }

  private unlabelled(label: string | undefined, exit: Item | undefined): void {
    const token = this.token;
    this.next++;
    switch (token) {
      case ';':
        return;
      case '{':
        while (!this.takes('}')) this.statement();
        return;
      case 'let':
        return this.declarations();
      case 'if':
        return this.conditional();
      case 'for':
      case 'do':
        return this.loop(token, label, exit ?? target());
      case 'break':
      case 'continue':
        return this.jump(token);
      case 'return':
        return this.result();
      case 'try':
        return this.guarded();
      default:
        this.next--;
        // `fxStatementNodeCode`: an assignment to a variable drops its value itself.
        if (this.expression() !== Kind.Assigned) this.plain(1);
        this.expect(';');
    }
  }

  /** `fxScopeCodingBlock`, `fxDeclareNodeCode`, `fxBindingNodeCode`. */
  private declarations(): void {
    do {
      this.next++;
      this.plain(NAMED);
      if (this.takes('=')) this.conditionalExpression();
      else this.plain(1);
      this.plain(INDEXED, 1);
    } while (this.takes(','));
    this.expect(';');
  }

  /** `fxIfNodeCode` */
  private conditional(): void {
    this.parenthesized();
    const otherwise = target();
    this.branch('condition', otherwise);
    this.statement();
    if (!this.takes('else')) {
      this.items.push(otherwise);
      return;
    }
    const end = target();
    this.branch('branch', end);
    this.items.push(otherwise);
    this.statement();
    this.items.push(end);
  }

  /** `fxForNodeCode` of `for(;;)`, `fxDoNodeCode`; both in `fxLabelNodeCode`. */
  private loop(token: 'for' | 'do', label: string | undefined, exit: Item): void {
    const [begin, again] = [target(), target()];
    if (token === 'for') for (const each of '(;;)') this.expect(each);
    this.items.push(begin);
    this.loops.push({ label, exit, again });
    this.statement();
    this.loops.pop();
    this.items.push(again);
    if (token === 'for') {
      this.branch('branch', begin);
      this.items.push(target());
    } else {
      this.expect('while');
      this.parenthesized();
      this.expect(';');
      this.branch('condition', begin);
    }
    this.items.push(exit);
  }

  private jump(token: 'break' | 'continue'): void {
    const label = this.token === ';' ? undefined : this.tokens[this.next++];
    this.expect(';');
    const isMeant = (loop: Loop): boolean =>
      label === undefined ? loop.again !== undefined : loop.label === label;
    const { exit, again } = this.loops.findLast(isMeant)!;
    if (this.isCatching) this.unwind();
    this.branch('branch', token === 'break' ? exit : again!);
  }

  /** `fxReturnNodeCode` */
  private result(): void {
    if (this.token === ';') this.plain(1);
    else this.expression();
    this.expect(';');
    this.plain(1);
    if (this.isCatching) this.unwind();
    this.branch('branch', this.last);
  }

  /** `fxTryNodeCode`, `fxCatchNodeCode`; jumps out of it go by way of its end. */
  private guarded(): void {
    const { loops, last } = this;
    const ways: (readonly [alias: Item, original: Item])[] = [];
    const aliasOf = (original: Item): Item => {
      const alias = target();
      ways.push([alias, original]);
      return alias;
    };
    // Ways are numbered: to what breaks go first, then to what continues do, then to what returns do.
    const exits = loops.map(({ exit }) => aliasOf(exit));
    this.loops = loops.map(({ label, again }, i) => ({
      label,
      exit: exits[i]!,
      again: again && aliasOf(again),
    }));
    this.last = aliasOf(last);
    const [caught, uncaught, normal, end, rest] = [
      target(),
      target(),
      target(),
      target(),
      target(),
    ];
    // Three temporary variables, of which one is 1 from here on.
    this.plain(1, 1, 1, numberSize(0), INDEXED, 1);
    this.branch('condition', caught);
    this.statement();
    this.branch('branch', normal);
    this.plain(1);
    this.items.push(caught);
    this.branch('condition', uncaught);
    this.handler();
    this.branch('branch', normal);
    this.loops = loops;
    this.last = last;
    ways.forEach(([alias], i) => {
      this.items.push(alias);
      this.plain(numberSize(i + 1), INDEXED, 1);
      this.branch('branch', end);
    });
    this.items.push(normal);
    this.plain(numberSize(ways.length + 1), INDEXED, 1);
    this.items.push(end);
    this.plain(1);
    this.items.push(uncaught);
    this.plain(1, INDEXED, 1, INDEXED);
    this.branch('condition', rest);
    this.plain(INDEXED, 1);
    this.items.push(rest);
    ways.forEach(([, original], i) => {
      const otherwise = target();
      this.plain(numberSize(i + 1), INDEXED, 1);
      this.branch('condition', otherwise);
      this.unwind();
      this.branch('branch', original);
      this.items.push(otherwise);
    });
    this.unwind();
  }

  /** `catch(e){…}` */
  private handler(): void {
    for (const each of ['catch', '(', 'e', ')']) this.expect(each);
    this.plain(NAMED, 1, INDEXED, 1);
    this.isCatching = true;
    this.statement();
    this.isCatching = false;
    this.unwind();
  }

  private parenthesized(): Kind {
    this.expect('(');
    const kind = this.expression();
    this.expect(')');
    return kind;
  }

  private expression(): Kind {
    return this.conditionalExpression();
  }

  /** `fxQuestionMarkNodeCode`; and assignments, which are found by their left sides. */
  private conditionalExpression(): Kind {
    const kind = this.binary(1);
    if (!this.takes('?')) return kind;
    const [otherwise, end] = [target(), target()];
    this.branch('condition', otherwise);
    this.conditionalExpression();
    this.expect(':');
    this.branch('branch', end);
    this.items.push(otherwise);
    this.conditionalExpression();
    this.items.push(end);
    return Kind.Value;
  }

  /** `fxBinaryExpressionNodeCode`, `fxAndExpressionNodeCode` */
  private binary(least: number): Kind {
    let kind = this.unary();
    for (;;) {
      const operator = this.token;
      const strength = BINDING[operator];
      if (strength === undefined || strength < least) return kind;
      this.next++;
      kind = Kind.Value;
      if (operator === '&&' || operator === '||') {
        const end = target();
        this.plain(1);
        this.branch('condition', end);
        this.plain(1);
        this.binary(strength + 1);
        this.items.push(end);
      } else {
        this.binary(strength + 1);
        this.plain(1);
      }
    }
  }

  /** `fxUnaryExpressionNodeCode`, `fxPostfixExpressionNodeCode` */
  private unary(): Kind {
    const { token } = this;
    if (token === '++' || token === '--') {
      this.next += 2;
      this.plain(INDEXED, 1, INDEXED);
      return Kind.Assigned;
    }
    if (token !== '-' && token !== '~' && token !== '!' && token !== '+') return this.assignable();
    this.next++;
    this.unary();
    this.plain(1);
    return Kind.Value;
  }

  /** Something that may be assigned to: `fxAssignNodeCode`, `fxCompoundExpressionNodeCode`. */
  private assignable(): Kind {
    const kind = this.postfix();
    if (this.token !== '=' && this.token !== '-=') return kind;
    const isCompound = this.tokens[this.next++] === '-=';
    const read = this.items.pop()!;
    if (kind === Kind.Variable) {
      if (isCompound) this.items.push(read);
    } else if (isCompound) this.items.push(DUPLICATE, read);
    this.conditionalExpression();
    if (isCompound) this.plain(1);
    this.plain(read.size);
    return kind === Kind.Variable ? Kind.Assigned : Kind.Value;
  }

  /** Members, elements and calls, of which the last instruction is the one that reads. */
  private postfix(): Kind {
    let kind = this.primary();
    for (;;) {
      if (this.takes('.')) {
        this.next++;
        this.plain(NAMED);
        kind = Kind.Member;
      } else if (this.takes('[')) {
        this.conditionalExpression();
        this.expect(']');
        this.plain(1, 1);
        kind = Kind.Element;
      } else if (this.token === '(') {
        // The object is there twice: `fxMemberNodeCodeThis`.
        this.plain(1, 1);
        this.list(')');
        this.plain(INDEXED);
        kind = Kind.Value;
      } else return kind;
    }
  }

  private primary(): Kind {
    const token = this.tokens[this.next]!;
    if (token === '(') {
      const kind = this.parenthesized();
      return kind === Kind.Assigned ? Kind.Value : kind;
    }
    if (token === '[') return this.array();
    this.next++;
    if (/^[\d.]/.test(token)) this.plain(numberSize(Number(token)));
    else if (token === 'this' || token === 'true' || token === 'false') this.plain(1);
    else {
      this.plain(INDEXED);
      return Kind.Variable;
    }
    return Kind.Value;
  }

  /** `fxArrayNodeCode` */
  private array(): Kind {
    this.plain(1, 1, INDEXED);
    const start = this.items.length;
    const count = this.list(']', (index) => this.plain(INDEXED, numberSize(index), 1));
    const elements = this.items.splice(start);
    // Its length, and a call of `fill`.
    this.plain(INDEXED, numberSize(count), NAMED, 1);
    this.plain(INDEXED, 1, NAMED, 1, INDEXED, 1);
    this.items.push(...elements);
    this.plain(INDEXED);
    return Kind.Value;
  }

  private list(end: string, before?: (index: number) => void): number {
    this.next++;
    let count = 0;
    for (; !this.takes(end); count++) {
      before?.(count);
      this.conditionalExpression();
      if (before !== undefined) this.plain(1, 1);
      this.takes(',');
    }
    return count;
  }
}

const DUPLICATE: Item = { kind: 'plain', size: 1, at: 0 };

function target(): Item {
  return { kind: 'target', size: 0, at: 0 };
}

function numberSize(value: number): number {
  if (value !== (value | 0)) return 9;
  if (value < -32768 || value > 32767) return 5;
  return value < -128 || value > 127 ? 3 : 2;
}

/** `fxCoderOptimize` */
function optimized(items: readonly Item[]): Item[] {
  const ends = (list: readonly Item[], i: number, passed: readonly Item['kind'][]): boolean => {
    while (i < list.length && passed.includes(list[i]!.kind)) i++;
    return list[i]?.kind === 'end';
  };
  const ended = items.map((item): Item => {
    const isEnd =
      item.kind === 'branch' && ends(items, items.indexOf(item.to!), ['target', 'unwind']);
    return isEnd ? { kind: 'end', size: 1, at: 0 } : item;
  });
  const wound = ended.filter(
    ({ kind }, i) => kind !== 'unwind' || !ends(ended, i + 1, ['target', 'unwind']),
  );
  const once = wound.filter(({ kind }, i) => kind !== 'end' || !ends(wound, i + 1, ['target']));
  return once.filter((item, i) => item.kind !== 'branch' || once[i + 1] !== item.to);
}

/** Code around a method's own, in bytes: what comes before its branches are sized (`fxParserCode`). */
const AROUND_BYTES = 24;

/** Sizes branches as `fxParserCode` does: short ones where the distance, at its most, is small. */
function sizeOf(items: readonly Item[]): number {
  let size = 0;
  let branches = 0;
  for (const item of items) {
    item.at = size;
    size += item.size;
    if (item.to !== undefined) branches++;
  }
  let delta = 3 * branches;
  // Two functions are around it, whose code is jumped over.
  for (const skipped of [size + AROUND_BYTES, size]) if (skipped + delta + 6 > 127) delta += 1;
  size = 0;
  for (const item of items) {
    item.at = size;
    if (item.to === undefined) {
      size += item.size;
      continue;
    }
    const offset = item.to.at - (size + 5);
    if (offset < -32768 || offset + delta > 32767) size += 5;
    else if (offset < -128 || offset + delta > 127) {
      delta -= 2;
      size += 3;
    } else {
      delta -= 3;
      size += 2;
    }
  }
  return size;
}

/** Bytes of XS's bytecode of a method, `(x0,d){…}`. */
export function bytecodeSize(text: string): number {
  return new Coder(text).size();
}

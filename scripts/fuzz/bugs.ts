/** Mistakes for `plant.ts`: small changes of the sources, each of which makes some modules wrong. */

export interface Bug {
  readonly name: string;
  /** Below `src/`. */
  readonly file: string;
  /** Occurs once in the file. */
  readonly find: string;
  readonly replace: string;
  /** The engine that has to differ from the reference, if not the compiler. */
  readonly engine?: string;
}

export const BUGS: readonly Bug[] = [
  {
    name: 'results beyond 32 bits are not brought back',
    file: 'compiler/rules/i32.ts',
    find: "return isInt32(n) ? n : binary('|', Precedence.BitOr, n, ZERO);",
    replace: 'return n;',
  },
  {
    name: 'unsigned comparisons are signed',
    file: 'compiler/rules/i32.ts',
    find: ': compareUnsigned(UNSIGNED[op]!, a, b, linkage);',
    replace: ': compare(UNSIGNED[op]!, a, b);',
  },
  {
    name: 'unsigned comparisons with a constant above 2^31 join their halves wrongly',
    file: 'compiler/rules/i32.ts',
    find: "? both('||', compare('>=', a, ZERO), compare(operator, a, b), implies)",
    replace: "? both('&&', compare('>=', a, ZERO), compare(operator, a, b), implies)",
  },
  {
    name: 'zero times a negative number is minus zero',
    file: 'compiler/rules/i32.ts',
    find: 'if (factor === 0) return zeroAfter(a);',
    replace:
      "if (factor === 0) return binary('*', Precedence.Multiplicative, int32(a), b, { least: 0, most: 0 });",
  },
  {
    name: 'shr_u by a variable is taken for an int32',
    file: 'compiler/rules/i32.ts',
    find: '>>> (by ?? 0),',
    replace: '>>> (by ?? 1),',
  },
  {
    name: 'a rotation by a constant is off by one',
    file: 'compiler/rules/i32.ts',
    find: 'integer(32 - left.literal)',
    replace: 'integer(31 - left.literal)',
  },
  {
    name: 'the high half of i64.sub adds the borrow',
    file: 'compiler/rules/i64.ts',
    find: 'int32(operate(Op.i32_sub, difference, carry(borrow), linkage))',
    replace: 'int32(operate(Op.i32_add, difference, carry(borrow), linkage))',
  },
  {
    name: 'i64.sub overwrites a half that it still needs',
    file: 'compiler/rules/i64.ts',
    find: 'low.reads.includes(h)\n',
    replace: 'low.reads.length < 0\n',
  },
  {
    name: 'i64.add looks for the carry in an operand that it has overwritten',
    file: 'compiler/rules/i64.ts',
    find: 'const kept = b.low.text === l ? a.low : b.low;',
    replace: 'const kept = b.low;',
  },
  {
    name: 'i64.add overwrites a half that it still needs',
    file: 'compiler/rules/i64.ts',
    find: "sumOfHighs.reads.includes(l) ? 'k' : l;",
    replace: 'l;',
  },
  {
    name: 'a rotation of i64 across the middle takes the wrong bits',
    file: 'compiler/rules/i64.ts',
    find: 'high: across(low, high, left - 32) };',
    replace: 'high: across(low, high, 64 - left) };',
  },
  {
    name: 'i64 comparisons ignore equality of the low halves',
    file: 'compiler/rules/i64.ts',
    find: 'compareUnsigned(operator, a.low, b.low, linkage)',
    replace: 'compareUnsigned(strict, a.low, b.low, linkage)',
  },
  {
    name: 'the sign of −1 is lost in i64.extend_i32_s',
    file: 'compiler/rules/i64.ts',
    find: 'if (low.least >= 0) return { low, high: ZERO };',
    replace: 'if (low.least >= -1) return { low, high: ZERO };',
  },
  {
    name: 'floats lose the bits of a NaN',
    file: 'compiler/rules/float.ts',
    find: 'return x.exact ?? doubleKind(rounded(x, linkage));',
    replace: 'return doubleKind(rounded(x, linkage));',
  },
  {
    name: 'comparisons of f32 see more than 32 bits',
    file: 'compiler/rules/float.ts',
    find: 'const [x, y] = [rounded(a, linkage), rounded(b, linkage)];\n  const operator = COMPARISONS',
    replace: 'const [x, y] = [a, b];\n  const operator = COMPARISONS',
  },
  {
    name: 'operands that read memory wait for writes',
    file: 'compiler/operands.ts',
    find: '(effects & (Effect.WritesMemory | Effect.Calls)) !== 0) ||',
    replace: '(effects & Effect.Calls) !== 0) ||',
  },
  {
    name: 'operands that read globals wait for writes',
    file: 'compiler/operands.ts',
    find: '(effects & (Effect.WritesState | Effect.Calls)) !== 0) ||',
    replace: '(effects & Effect.Calls) !== 0) ||',
  },
  {
    name: 'operands that trap wait for writes',
    file: 'compiler/operands.ts',
    find: 'Effect.Traps | Effect.Calls | Effect.WritesMemory | Effect.WritesState;',
    replace: 'Effect.Traps | Effect.Calls;',
  },
  {
    name: 'operands wait for assignments of what their high half reads',
    file: 'compiler/operands.ts',
    find: 'if (low.reads.includes(name) || (high !== undefined && high.reads.includes(name))) return true;',
    replace: 'if (low.reads.includes(name)) return true;',
  },
  {
    name: 'halves that change places overwrite each other',
    file: 'compiler/operands.ts',
    find: 'if (!value.reads.includes(h)) {',
    replace: 'if (value.reads.length >= 0) {',
  },
  {
    name: 'i64 are stored in globals half before they trap',
    file: 'compiler/variables.ts',
    find: 'if ((effectsOf(this.stack[top]!) & traps) !== 0 && content === ValueType.I64)',
    replace: 'if (content !== content)',
  },
  {
    name: 'negative addresses with an offset come into bounds',
    file: 'compiler/accesses.ts',
    find: "const start = base.least >= 0 ? base : binary('>>>', Precedence.Shift, base, ZERO);",
    replace: 'const start = base;',
  },
  {
    name: 'a memory that has grown is read through the old view',
    file: 'compiler/instructions.ts',
    find: 'if (!this.survey.memoryMayGrow || !this.analysis.usesMemory) return [];',
    replace: 'return [];',
  },
  {
    name: 'callees are found after their arguments are evaluated',
    file: 'compiler/calls.ts',
    find: 'if (effectsOf(this.stack[i]!) !== 0) this.settle(i);',
    replace: 'if (effectsOf(this.stack[i]!) < 0) this.settle(i);',
  },
  {
    name: 'operands move to a label in the wrong order',
    file: 'compiler/function-compiler.ts',
    find: 'for (let i = 0; i < count; i++) {\n      const { type, low, high }',
    replace: 'for (let i = count - 1; i >= 0; i--) {\n      const { type, low, high }',
  },
  {
    name: 'the fuel of br_table is not taken',
    file: 'compiler/function-compiler.ts',
    find: 'const fuel = fuelOf(op);',
    replace: 'const fuel = op === Op.br_table ? 0 : fuelOf(op);',
  },
  {
    name: 'fuel is taken before what the block before has left to do',
    file: 'compiler/function-compiler.ts',
    find: 'this.before(Effect.Traps | Effect.WritesState);\n      this.usesStore',
    replace: 'this.usesStore',
  },
  {
    name: "a block's fuel is kept when there is too little",
    file: 'compiler/guest.ts',
    find: 'this.store.fuel += amount;',
    replace: '',
  },
  {
    name: "br_table's cases are off by one",
    file: 'compiler/jump-table.ts',
    find: 'if(${index}<${starts[middle]}){',
    replace: 'if(${index}<=${starts[middle]}){',
  },
  {
    name: 'a loop with several ways back keeps only the last',
    file: 'compiler/label.ts',
    find: 'if (this.continues === 1 && this.lastContinue',
    replace: 'if (this.lastContinue',
  },
  {
    name: 'what stands before the first way out of a block goes into its condition',
    file: 'compiler/label.ts',
    find: 'this.firstExit >= 0 && isEmpty(lines, this.start + 1, this.firstExit)',
    replace: 'this.firstExit >= 0',
  },
  {
    name: 'the range of a counter is off by one',
    file: 'compiler/variables.ts',
    find: 'return { least: Math.min(first.least, last), most:',
    replace: 'return { least: Math.min(first.least, last) + 1, most:',
  },
  {
    name: 'guesses about a loop are not verified',
    file: 'compiler/loop-guesses.ts',
    find: 'const wrong = all.filter(({ range, found }) => !isWithin(found, range));',
    replace: 'const wrong: Guess[] = [];',
  },
  {
    name: 'guesses about a loop only hold at its last way back',
    file: 'compiler/loop-guesses.ts',
    find: 'guess.found = hull(guess.found, facts.range(local));',
    replace: 'guess.found = facts.range(local);',
  },
  {
    name: 'a loop counts though something else sets its counter',
    file: 'compiler/analysis.ts',
    find: 'block.continues === 1 &&\n      block.settings.get(candidate.local) === 1',
    replace: 'block.continues === 1',
  },
  {
    name: 'a loop counts though it has another way back',
    file: 'compiler/analysis.ts',
    find: 'block.continues === 1 &&\n      block',
    replace: 'block',
  },
  {
    name: 'an address beyond 32 bits is taken for its low half',
    file: 'compiler/accesses.ts',
    find: 'low: literal === 0 ? low : literal === undefined ? chosen(high!, low) : integer(-1),',
    replace: 'low: literal === undefined || literal === 0 ? low : integer(-1),',
  },
  {
    name: 'memory.fill does not ask for its end',
    file: 'runtime/bulk.ts',
    find: 'if (start + count > memory.dataSize) throw',
    replace: 'if (start > memory.dataSize) throw',
    engine: 'node',
  },
  {
    name: 'the product of i64 loses a carry',
    file: 'numeric/i64.ts',
    find: 'const middle2 = x0 * y1 + (middle & 0xffff);',
    replace: 'const middle2 = x0 * y1;',
    engine: 'node',
  },
];

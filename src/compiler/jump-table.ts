/** `br_table` as comparisons: XS's `switch` tries one case after the other, a tree halves them. */

/**
 * @param index a variable or constant, an int32 that is unsigned
 * @param jumps the statement for each index, the default's last
 */
export function jumpTable(index: string, jumps: readonly string[]): string[] {
  const fallback = jumps[jumps.length - 1]!;
  /** Neighbours with the same statement: where each run begins. */
  const starts: number[] = [];
  const statements: string[] = [];
  const add = (start: number, statement: string): void => {
    if (statements[statements.length - 1] === statement) return;
    starts.push(start);
    statements.push(statement);
  };
  // Negative is above every index.
  add(-Infinity, fallback);
  for (let i = 0; i < jumps.length; i++) add(i, jumps[i]!);
  const lines: string[] = [];
  // Parts of the tree, and lines between them, the next one last: recursion takes XS's stack.
  const rest: (readonly [from: number, to: number] | string)[] = [[0, starts.length]];
  while (rest.length > 0) {
    const part = rest.pop()!;
    if (typeof part === 'string') lines.push(part);
    else if (part[1] - part[0] === 1) lines.push(statements[part[0]]!);
    else {
      const [from, to] = part;
      const middle = (from + to) >> 1;
      lines.push(`if(${index}<${starts[middle]}){`);
      rest.push('}', [middle, to], '}else{', [from, middle]);
    }
  }
  return lines;
}

/** What is done to a function's statements when all are written. */
import type { Variable } from './expression.js';

/** `x=x+1` as `++x`, which is an operation of XS's. */
export function counted(text: string): string {
  return text
    .replace(/\b([xs]\d+)=\1\+1(?=[;)])/g, '++$1')
    .replace(/\b([xs]\d+)=\1-1(?=[;)])/g, '--$1');
}

/** Takes from a function's first lines what sets variables to constants: they begin with those. */
export function firstValues(lines: string[], params: readonly Variable[]): Map<Variable, string> {
  const values = new Map<Variable, string>();
  while (lines.length > 0) {
    const assignments = [...lines[0]!.matchAll(/([xyst]\d+)=(-?[\d./]+);/g)];
    if (assignments.length === 0) break;
    if (assignments.map(([text]) => text).join('') !== lines[0]) break;
    if (assignments.some(([, name]) => params.includes(name!) || values.has(name!))) break;
    for (const [, name, value] of assignments) values.set(name!, value!);
    lines.shift();
  }
  return values;
}

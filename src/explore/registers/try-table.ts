import { tableOf } from '../../interpreter/try-tables.js';
import { type CatchKind, givesReference, hasTag } from '../../validation/function-visitor.js';
import { type Names, Space } from '../wat/names.js';

/** What stands behind a function's code that catches: interpreter/try-tables.ts. */
export interface TryTable {
  /** Where the first word is. */
  readonly at: number;
  readonly blocks: readonly Block[];
  /** Where the function goes on, ascending: the words of their headers. */
  readonly landings: readonly number[];
}

interface Block {
  readonly start: number;
  readonly end: number;
  readonly clauses: readonly Clause[];
}

interface Clause {
  readonly kind: CatchKind;
  readonly tag: number;
  readonly landing: number;
  /** Of the first value that it gets. */
  readonly slot: number;
}

/**
 * @param traits bits of `ModuleTrait`
 * @param own index of the function less the imports'
 * @returns undefined where the function catches nothing
 */
export function readTryTable(code: Int32Array, traits: number, own: number): TryTable | undefined {
  const at = tableOf(code, traits, own);
  if (at < 0) return undefined;
  let next = at;
  const take = (): number => code[next++]!;
  const times = <T>(count: number, read: () => T): T[] => Array.from({ length: count }, read);
  const blocks = times(take(), () => {
    const [start, end, count] = [take(), take(), take()];
    const clauses = times(count, () => {
      const [word, landing, slot] = [take(), take(), take()];
      return { kind: (word & 3) as CatchKind, tag: word >>> 2, landing, slot };
    });
    return { start, end, clauses };
  });
  const landings = blocks.flatMap(({ clauses }) => clauses.map(({ landing }) => landing));
  return { at, blocks, landings: landings.sort((a, b) => a - b) };
}

/** Where the functions' own words end: behind them stands which functions catch. */
export function endOfFunctions(code: Int32Array, catches: boolean): number {
  return catches ? code.length - 1 - 2 * code[code.length - 1]! : code.length;
}

/** `catch $tag`, as the text format has it. */
export function clauseKeyword({ kind, tag }: Clause, names: Names): string {
  const keyword = `catch${hasTag(kind) ? '' : '_all'}${givesReference(kind) ? '_ref' : ''}`;
  return hasTag(kind) ? `${keyword} ${names.use(Space.Tag, tag)}` : keyword;
}

import { instructionNames } from '../../interpreter/instructions/numbering.js';
import { ModuleTrait } from '../../runtime/module.js';
import type { Names } from '../wat/names.js';
import { FORMATS } from './formats.js';
import { Operands, slot, target } from './operands.js';
import { clauseKeyword, endOfFunctions, readTryTable, type TryTable } from './try-table.js';

/** Words of the register code that belong together. */
export interface Item {
  /** The first word. */
  readonly at: number;
  /** How many words. */
  readonly size: number;
  readonly text: string;
}

/** Columns of the instructions' names. */
const NAME_WIDTH = 14;

/**
 * Prints the register code of a module, whose form interpreter/translator.ts tells: the entries of
 * its functions, half a word of type for every function, then the functions.
 */
export class Disassembly {
  private readonly instructions = instructionNames();

  constructor(
    private readonly code: Int32Array,
    private readonly functions: number,
    private readonly importedFunctions: number,
    private readonly names: Names,
    /** Bits of `ModuleTrait`. */
    private readonly traits: number,
  ) {}

  private get ownFunctions(): number {
    return this.functions - this.importedFunctions;
  }

  /** The words between the entries and the functions. */
  types(): Item[] {
    const items: Item[] = [];
    for (let index = 0; index < this.functions; index += 2) {
      const at = this.ownFunctions + (index >> 1);
      const word = this.code[at]!;
      let text = item('types', `func ${index}: type ${word & 0xffff}`);
      if (index + 1 < this.functions) text += `, func ${index + 1}: type ${word >>> 16}`;
      items.push({ at, size: 1, text });
    }
    return items;
  }

  /**
   * A function: its entry, the header if it has one, and its instructions; where it goes on when it
   * has caught something, and the table of its blocks that catch.
   */
  function(index: number): Item[] {
    const own = index - this.importedFunctions;
    const items = [this.entry(own)];
    const start = this.start(own);
    if (this.hasHeader(own)) {
      const word = this.code[start]!;
      items.push({ at: start, size: 1, text: frame('header', word & 0xffff, word >>> 16) });
    }
    const table = readTryTable(this.code, this.traits, own);
    const end = table === undefined ? this.end(own) : (table.landings[0] ?? table.at);
    this.addInstructions(items, start + items.length - 1, end);
    if (table !== undefined) this.addTable(items, table);
    return items;
  }

  private addInstructions(items: Item[], start: number, end: number): void {
    for (let at = start; at < end;) {
      const instruction = this.instruction(at);
      items.push(instruction);
      at += instruction.size;
    }
  }

  private addTable(items: Item[], { at: start, blocks, landings }: TryTable): void {
    landings.forEach((at, i) => {
      const word = this.code[at]!;
      items.push({ at, size: 1, text: frame('landing', word & 0xffff, word >>> 16) });
      this.addInstructions(items, at + 1, landings[i + 1] ?? start);
    });
    items.push({ at: start, size: 1, text: item('try_tables', String(blocks.length)) });
    let at = start + 1;
    for (const { start, end, clauses } of blocks) {
      items.push({ at, size: 3, text: item('try', `from ${start} to ${end}`) });
      at += 3;
      for (const clause of clauses) {
        const text = `${clauseKeyword(clause, this.names)} ${target(clause.landing)}`;
        items.push({ at, size: 3, text: `  ${text} with values from ${slot(clause.slot)}` });
        at += 3;
      }
    }
  }

  private end(own: number): number {
    if (own + 1 < this.ownFunctions) return this.start(own + 1);
    return endOfFunctions(this.code, (this.traits & ModuleTrait.Catches) !== 0);
  }

  private entry(own: number): Item {
    const word = this.code[own]!;
    const text = this.hasHeader(own)
      ? item('entry', `header at ${this.start(own)}`)
      : frame('entry', word & 0xff, (word >> 8) & 0xff);
    return { at: own, size: 1, text };
  }

  private hasHeader(own: number): boolean {
    return (this.code[own]! & 0xff) === 0xff;
  }

  /** Where a function begins, with its header if it has one. */
  private start(own: number): number {
    return this.hasHeader(own) ? this.code[own]! >>> 8 : this.code[own]! >>> 16;
  }

  private instruction(at: number): Item {
    const name = this.instructions[this.code[at]! & 0xff]!;
    const operands = new Operands(this.code, at, this.names, this.importedFunctions);
    const text = FORMATS.get(name)!(operands);
    return { at, size: operands.next - at, text: item(name, text) };
  }
}

function item(name: string, operands: string): string {
  return operands === '' ? name : `${name.padEnd(NAME_WIDTH)} ${operands}`;
}

function frame(name: string, slots: number, returnSlot: number): string {
  return item(name, `${slots} slots, return in ${slot(returnSlot)}`);
}

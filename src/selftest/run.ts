import type { Engine } from '../embedding/engine.js';
import { Module } from '../embedding/module.js';
import { RuntimeError } from '../errors/errors.js';
import type { Func } from '../runtime/func.js';
import { Instance } from '../runtime/instance.js';
import { Store } from '../runtime/store.js';
import { type Bits, bytesOfBits, isNaNAs, readValue, textOfBits } from './bits.js';
import { OPERANDS, ROWS } from './generated/rows.js';
import { guestOf, OPERAND_BYTES, RESULT_AT, SMALL_MEMORY } from './guest.js';
import {
  choices,
  type Letter,
  Outcome,
  parseRow,
  placeAt,
  placeLength,
  type Row,
  Source,
} from './row.js';

/** What a selftest has found. */
export interface SelftestResult {
  /** How many were tried: an instruction with operands, on an engine. */
  readonly cases: number;
  /** How many of them came to other bits than specified. */
  readonly deviations: number;
  /** How many cases deviate of each instruction that has such, on all engines together. */
  readonly instructions: Readonly<Record<string, number>>;
}

const TRAP = 'a trap';

/** All rows on all engines, one guest after the other. */
export class Run {
  readonly #engines: Readonly<Record<string, Engine>>;
  readonly #print: (line: string) => void;
  readonly #examples: number;

  #cases = 0;
  #deviations = 0;
  readonly #instructions: Record<string, number> = {};

  /** Names of engines to come, the current one's first. */
  readonly #names: string[];
  #rowIndex = -1;
  #row!: Row;
  /** Of the row: how many cases, how many are tried, how many of them deviate; where results go on. */
  #caseCount = 0;
  #case = 0;
  #rowDeviations = 0;
  #at = 0;

  /** Of the guest that runs. */
  #view!: DataView;
  #func!: Func;
  readonly #bits: Bits = { low: 0, high: 0 };

  constructor(
    engines: Readonly<Record<string, Engine>>,
    print: (line: string) => void,
    examples: number,
  ) {
    this.#engines = engines;
    this.#names = Object.keys(engines);
    this.#print = print;
    this.#examples = examples;
  }

  /** Goes on to the next guest; false when there is none. */
  next(): boolean {
    if (this.#case < this.#caseCount) return true;
    if (this.#rowDeviations > 0) this.#sumUp();
    this.#rowDeviations = 0;
    if (++this.#rowIndex === ROWS.length) {
      this.#rowIndex = 0;
      this.#names.shift();
    }
    if (this.#names.length === 0) return false;
    this.#row = parseRow(ROWS[this.#rowIndex]!);
    this.#caseCount = choices(this.#row, 0, OPERANDS) * choices(this.#row, 1, OPERANDS);
    this.#case = this.#at = 0;
    this.#cases += this.#caseCount;
    return true;
  }

  #sumUp(): void {
    const { name } = this.#row;
    this.#deviations += this.#rowDeviations;
    this.#instructions[name] = (this.#instructions[name] ?? 0) + this.#rowDeviations;
    this.#print(
      `${this.#names[0]}: ${name}: ${this.#rowDeviations} of ${this.#caseCount} cases deviate`,
    );
  }

  load(): void {
    const engine = this.#engines[this.#names[0]!]!;
    const module = new Module(engine, this.#guest());
    const instance = new Instance(new Store(engine), module);
    this.#view = instance.getMemory('m')!.view;
    this.#func = instance.getFunc('f')!;
    try {
      this.#func.call(); // compiles it, here where little of the stack is taken
    } catch {
      // It says so again when it is tried.
    }
  }

  #guest(): Uint8Array {
    const { type, source } = this.#row.operands[0]!;
    if (source !== Source.Constants) return guestOf(this.#row, SMALL_MEMORY, []);
    readValue(type, this.#case, this.#bits);
    return guestOf(this.#row, SMALL_MEMORY, bytesOfBits(type, this.#bits));
  }

  /** Those that the guest is for. */
  tryCases(): void {
    const rest = choices(this.#row, 1, OPERANDS);
    const isFresh = this.#row.operands[0]!.source === Source.Constants;
    do {
      this.#write(0, (this.#case / rest) | 0);
      this.#write(1, this.#case % rest);
      this.#tryCase();
      this.#case++;
    } while (!isFresh && this.#case < this.#caseCount);
  }

  #write(index: number, place: number): void {
    const operand = this.#row.operands[index];
    if (operand?.source !== Source.Memory) return;
    readValue(operand.type, place, this.#bits);
    this.#view.setInt32(OPERAND_BYTES * index, this.#bits.low, true);
    this.#view.setInt32(OPERAND_BYTES * index + 4, this.#bits.high, true);
  }

  #tryCase(): void {
    const { result, results } = this.#row;
    const outcome = results.charAt(this.#at) as Outcome;
    const isNaNOutcome = outcome === Outcome.CanonicalNaN || outcome === Outcome.ArithmeticNaN;
    const place = isNaNOutcome || outcome === Outcome.Trap ? 0 : placeAt(results, this.#at);
    this.#at += placeLength(place);
    const hasTrapped = this.#traps();
    let isRight: boolean;
    if (outcome === Outcome.Trap || hasTrapped) {
      isRight = outcome === Outcome.Trap && hasTrapped;
    } else if (isNaNOutcome) {
      this.#readResult();
      isRight = isNaNAs(outcome, result, this.#bits);
    } else {
      readValue(result, place, this.#bits);
      const { low, high } = this.#bits;
      this.#readResult();
      isRight = this.#bits.low === low && this.#bits.high === high;
    }
    if (isRight || this.#rowDeviations++ >= this.#examples) return;
    const found = hasTrapped ? TRAP : textOfBits(result, this.#bits);
    this.#report(found, expectation(outcome, result) ?? this.#textOf(result, place));
  }

  /** Runs the guest; whether it traps. */
  #traps(): boolean {
    try {
      this.#func.call();
    } catch (error) {
      if (error instanceof RuntimeError) return true;
      throw error;
    }
    return false;
  }

  #readResult(): void {
    const isWide = this.#row.result === 'd' || this.#row.result === 'l';
    this.#bits.low = this.#view.getInt32(RESULT_AT, true);
    this.#bits.high = isWide ? this.#view.getInt32(RESULT_AT + 4, true) : 0;
  }

  #report(found: string, expected: string): void {
    const { name, operands } = this.#row;
    const [first, second] = operands;
    const rest = choices(this.#row, 1, OPERANDS);
    let given = this.#textOf(first!.type, (this.#case / rest) | 0);
    if (second?.source === Source.Memory) {
      given += ` ${this.#textOf(second.type, this.#case % rest)}`;
    }
    this.#print(`${this.#names[0]}: ${name} ${given}: ${found}, expected ${expected}`);
  }

  #textOf(type: Letter, place: number): string {
    readValue(type, place, this.#bits);
    return textOfBits(type, this.#bits);
  }

  finish(): SelftestResult {
    const names = Object.keys(this.#engines).join(' and ');
    const count = `${this.#deviations} of ${this.#cases} cases`;
    this.#print(`selftest of ${names}: ${count} deviate from the specification`);
    return { cases: this.#cases, deviations: this.#deviations, instructions: this.#instructions };
  }
}

/** Words for an outcome that is no value. */
function expectation(outcome: Outcome, type: Letter): string | undefined {
  const bits = type === 'd' ? '0x7ff8000000000000' : '0x7fc00000';
  if (outcome === Outcome.Trap) return TRAP;
  if (outcome === Outcome.CanonicalNaN) return `${bits} with either sign`;
  return outcome === Outcome.ArithmeticNaN ? `${bits} with any payload and sign` : undefined;
}

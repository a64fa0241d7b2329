import type { Budget } from '../budget/budget.js';
import { KIND_NAMES, totalUsage, USAGE_KINDS } from '../budget/memory-usage.js';
import type { Instance } from '../runtime/instance.js';
import type { ModuleCode } from '../runtime/module.js';
import type { Store } from '../runtime/store.js';
import { memoryUsage } from './memory-usage-of.js';

/** What a report is about. */
export interface ReportOptions {
  /** By the names that the table shows. */
  readonly of: Readonly<Record<string, Store | Instance | ModuleCode>>;
  /** Shows what is left, and which store holds what. */
  readonly budget?: Budget;
  /** Takes the lines, without their ends; default: `trace`, which a board sends over its serial line. */
  readonly print?: (line: string) => void;
}

/** XS's own function. */
declare const trace: ((text: string) => void) | undefined;

const COLUMN_WIDTH = 9;

/**
 * Prints what things take of RAM, from live readings: the table of `wasmote budget`, a line each.
 * @throws TypeError where there is no `trace` and nothing else to print with
 *
 * @example
 * report({ of: { traffic: module, 'all crossings': store }, budget });
 */
export function report({ of, budget, print = traceLine }: ReportOptions): void {
  const names = Object.keys(of);
  const width = Math.max(...names.map((name) => name.length), 'bytes of RAM'.length);
  const heads = [...USAGE_KINDS.map((kind) => KIND_NAMES[kind]), 'all'];
  print(line('bytes of RAM', heads, width));
  for (const name of names) {
    const usage = memoryUsage(of[name]!);
    const numbers = [...USAGE_KINDS.map((kind) => usage[kind]), totalUsage(usage)];
    print(line(name, numbers.map(grouped), width));
  }
  if (budget === undefined) return;
  const { device, totalBytes, used, left } = budget;
  const free = device === undefined ? '' : `, ${grouped(device.freeBytes())} free on the device`;
  const of_ = totalBytes === Infinity ? '' : ` of ${grouped(totalBytes)}`;
  print(`stores and modules hold ${grouped(used)}${of_}; ${grouped(left)} left for guests${free}`);
  for (const { name, bytes } of budget.holders()) print(`  ${name}: ${grouped(bytes)}`);
}

function line(name: string, cells: readonly string[], width: number): string {
  return name.padEnd(width) + cells.map((cell) => cell.padStart(COLUMN_WIDTH)).join('');
}

/** With commas between thousands; XS has no formats for numbers. */
function grouped(value: number): string {
  let digits = `${value}`;
  let text = '';
  for (; digits.length > 3; digits = digits.slice(0, -3)) text = `,${digits.slice(-3)}${text}`;
  return digits + text;
}

function traceLine(text: string): void {
  if (typeof trace !== 'function') throw new TypeError('report: there is no trace; give it print');
  trace(`${text}\n`);
}

import Table from 'cli-table3';
import { KIND_NAMES, USAGE_KINDS } from '../../budget/memory-usage.js';
import type { BudgetReport, ModuleReport, StackReport } from '../../prediction/report.js';
import { bytes } from '../values/format-bytes.js';

/** The report for a terminal. */
export function budgetText(report: BudgetReport): string {
  return `${budgetTables(report)}\n${totals(report)}`;
}

/** The same without what so many instances of each come to. */
export function budgetTables(report: BudgetReport): string {
  return [header(report), modulesTable(report), kindsTable(report)].join('\n');
}

function header({ board, entries }: BudgetReport): string {
  const imports = entries.length === 0 ? '' : `\nthe program imports ${entries.join(', ')}`;
  return (
    `${board.title}: ${bytes(board.heapBytes)} bytes for XS, ` +
    `of which its stack has ${board.stackSlots} slots of 16${imports}`
  );
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')),
    style: { head: [], border: [] },
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}

/** What each module costs, in bytes. */
function modulesTable({ modules }: BudgetReport): string {
  const head = [
    'module',
    'form',
    'flash',
    'RAM, once',
    'instance',
    'at most',
    'XS stack',
    'fit alone',
  ];
  return tableOf(head, modules.map(moduleRow));
}

function moduleRow(module: ModuleReport): string[] {
  const { name, form, flashBytes, flashExact, shared, instance, instanceMaximum, fits } = module;
  return [
    name,
    form,
    `${flashExact ? '' : 'about '}${bytes(flashBytes)}`,
    bytes(shared.bytes),
    bytes(instance.bytes),
    instanceMaximum === null ? 'no maximum' : bytes(instanceMaximum.bytes),
    stackText(module.stack),
    bytes(fits),
  ];
}

/** What is wrong, where it is not the heap: `traffic needs …`. */
export function stackProblem({ board, modules }: BudgetReport): string | undefined {
  const deep = modules.find(({ stack }) => (stack.xsSlots ?? 0) > board.stackSlots);
  return deep === undefined
    ? undefined
    : `${deep.name} needs ${deep.stack.xsSlots} slots of XS's stack, which has ${board.stackSlots}`;
}

function reasonText(report: BudgetReport): string {
  const problem = stackProblem(report);
  return problem === undefined ? '' : `: ${problem}`;
}

export function stackText({ xsSlots, recursion }: StackReport): string {
  return xsSlots === null
    ? 'unbounded recursion'
    : `${xsSlots} slots${recursion === 'unbounded' ? ', recursive' : ''}`;
}

/** RAM by kind, in bytes. */
function kindsTable({ runtime, modules }: BudgetReport): string {
  const row = (name: string, usage: ModuleReport['instance']): string[] => [
    name,
    ...USAGE_KINDS.map((kind) => (usage.usage[kind] === 0 ? '' : bytes(usage.usage[kind]))),
    bytes(usage.bytes),
  ];
  return tableOf(
    ['RAM, bytes', ...USAGE_KINDS.map((kind) => KIND_NAMES[kind]), 'all'],
    [
      row('engine, store, linker', runtime),
      ...modules.flatMap(({ name, shared, instance }) => [
        row(`${name}, once`, shared),
        row(`${name}, each instance`, instance),
      ]),
    ],
  );
}

function totals(report: BudgetReport): string {
  const { instances, program, reserve, modules, total, board } = report;
  const each = modules.length === 1 ? '' : ' of each';
  const stackBytes = board.stackSlots * 16;
  const free =
    total.freeBytes < 0
      ? `${bytes(-total.freeBytes)} bytes are missing`
      : `${bytes(total.freeBytes)} are free`;
  return [
    `${bytes(instances)} ${instances === 1 ? 'instance' : 'instances'}${each}: ` +
      `${bytes(total.usedBytes)} of ${bytes(board.heapBytes - stackBytes)} bytes, a small program's ${bytes(program.bytes)} ` +
      `among them; ${free}; flash ${bytes(total.flashBytes)}, the library's included`,
    total.fits ? 'They fit.' : `They do NOT fit${reasonText(report)}.`,
    `${bytes(total.rounds)}${each} fit, with ${bytes(reserve.bytes)} bytes kept free.`,
  ].join('\n');
}

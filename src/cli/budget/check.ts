import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BudgetMismatch, type Change, compareToBudget } from '../../prediction/check.js';
import type { BudgetReport } from '../../prediction/report.js';
import { packageRoot } from '../../simulator/package-root.js';
import { CliError } from '../exit-code.js';
import { bytes } from '../values/format-bytes.js';

/**
 * A report that `wasmote budget --json` printed before.
 * @throws CliError when it cannot be read, or is none
 */
export function readBudget(path: string): BudgetReport {
  let budget: unknown;
  try {
    budget = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new CliError(`cannot read the budget ${path}: ${(error as Error).message}`);
  }
  const schema = JSON.parse(
    readFileSync(join(packageRoot(), 'docs', 'budget.schema.json'), 'utf8'),
  );
  const validate = new Ajv2020().compile<BudgetReport>(schema);
  if (validate(budget)) return budget;
  const { instancePath, message } = validate.errors![0]!;
  throw new CliError(`${path} is no report of "wasmote budget --json": ${instancePath} ${message}`);
}

/**
 * What has changed, a pair of lines each, as in a diff.
 * @throws CliError when the budget is for another board, or another number of instances
 */
export function checkText(
  budget: BudgetReport,
  now: BudgetReport,
): { text: string; worse: number } {
  const changes = changesOf(budget, now);
  const worse = changes.filter(({ isWorse }) => isWorse).length;
  const verdict =
    worse === 0
      ? 'Within the budget.'
      : `${worse} ${worse === 1 ? 'number is' : 'numbers are'} worse than the budget.`;
  return { text: [...changes.flatMap(linesOf), verdict].join('\n'), worse };
}

function changesOf(budget: BudgetReport, now: BudgetReport): Change[] {
  try {
    return compareToBudget(budget, now);
  } catch (error) {
    throw error instanceof BudgetMismatch ? new CliError(error.message) : error;
  }
}

function linesOf({ what, budget, now, isWorse }: Change): string[] {
  const text = (value: number | null): string => (value === null ? 'no bound' : bytes(value));
  const difference =
    budget === null || now === null
      ? ''
      : `, ${now > budget ? '+' : '−'}${bytes(Math.abs(now - budget))}`;
  return [
    `- ${what}: ${text(budget)}`,
    `+ ${what}: ${text(now)} (${isWorse ? 'worse' : 'better'}${difference})`,
  ];
}

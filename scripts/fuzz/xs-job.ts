import type { Plan } from './plan.js';

/** A plan for XS; its module lies at some place in the file of modules. */
export interface XsJob {
  readonly plan: Plan;
  readonly at: number;
  readonly length: number;
}

/** Ends what a job printed. */
export const JOB_END = '.';

import type { Footprint } from './footprint.js';
import { LIMITS } from './limits.js';

/** One promise and what became of it. */
export interface Verdict {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
  readonly kept: boolean;
}

/** The figures that have a limit, against it. */
export function verdicts({ instances, runtime, capacity }: Footprint): Verdict[] {
  const atMost = (what: string, value: number, limit: number): Verdict => ({
    what: `${what}, at most`,
    value,
    limit,
    kept: value <= limit,
  });
  const rp2040 = capacity['rp2040']!;
  return [
    atMost(
      'one more instance of traffic, bytes',
      instances[0]!.instanceBytes,
      LIMITS.instanceBytes,
    ),
    atMost('the runtime, preloaded, bytes', runtime.preloaded.ramBytes, LIMITS.runtimeBytes),
    atMost('XS bytecode, bytes', runtime.preloaded.bytecodeBytes, LIMITS.bytecodeBytes),
    {
      what: 'live instances on rp2040, at least',
      value: rp2040,
      limit: LIMITS.rp2040Instances,
      kept: rp2040 >= LIMITS.rp2040Instances,
    },
  ];
}

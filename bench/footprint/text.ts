import type { RuntimeFootprint } from '../../src/cli/demo/runtime-footprint.js';
import { bytes } from '../../src/cli/values/format-bytes.js';
import { table } from '../shared/table.js';
import type { Footprint } from './footprint.js';
import type { Verdict } from './verdict.js';

/** The figures for people. */
export function footprintText(footprint: Footprint, verdicts: readonly Verdict[]): string {
  return [
    instancesTable(footprint),
    othersTable(footprint),
    verdictsTable(footprint, verdicts),
  ].join('\n\n');
}

function instancesTable({ instances }: Footprint): string {
  const rows = table(['one more instance of traffic, bytes', 'linear memory', 'the rest', 'all']);
  for (const { way, memoryBytes, restBytes, instanceBytes, exact } of instances) {
    rows.push([
      exact ? way : `${way} (average)`,
      bytes(memoryBytes),
      bytes(restBytes),
      bytes(instanceBytes),
    ]);
  }
  return rows.toString();
}

function othersTable({ moduleBytes, runtime, capacity }: Footprint): string {
  const { preloaded, notPreloaded } = runtime;
  const rows = table(['', 'RAM, bytes', 'flash, bytes', 'XS stack, slots']);
  rows.push(
    ['module traffic, its bytes in flash', bytes(moduleBytes.fromFlash), '', ''],
    ['module traffic, loaded from RAM', bytes(moduleBytes.fromRam), '', ''],
    runtimeRow('runtime, preloaded', preloaded),
    runtimeRow('runtime, not preloaded', notPreloaded),
    ['  of which XS bytecode of dist/xs/wasmote.js', '', bytes(preloaded.bytecodeBytes), ''],
  );
  const live = Object.entries(capacity).map(([name, count]) => `${name} ${bytes(count)}`);
  return `${rows.toString()}\nlive instances of traffic, each called after the last was made: ${live.join(', ')}`;
}

function runtimeRow(name: string, runtime: RuntimeFootprint): string[] {
  const { ramBytes, flashBytes, stackPeakSlots } = runtime;
  return [name, bytes(ramBytes), bytes(flashBytes), bytes(stackPeakSlots)];
}

function verdictsTable({ pointerBits }: Footprint, verdicts: readonly Verdict[]): string {
  const rows = table(['', 'measured', 'limit', '']);
  for (const { what, value, limit, kept } of verdicts) {
    rows.push([what, bytes(value), bytes(limit), kept ? 'kept' : 'MISSED']);
  }
  const note =
    pointerBits === 32
      ? ''
      : '\nThis XS is a 64-bit one, whose slots are twice as large: the limits are not for it.';
  return rows.toString() + note;
}

import { bytes } from '../../src/cli/values/format-bytes.js';
import { table } from '../shared/table.js';
import type { ModuleFigures } from './code-ram.js';
import { MOST_BYTES_PER_BYTE } from './limits.js';

/** All modules together. */
export interface Totals {
  readonly wasmBytes: number;
  readonly slotBytes: number;
  readonly chunkBytes: number;
  readonly nameBytes: number;
  /** All RAM for each byte of WebAssembly. */
  readonly ratio: number;
  /** Chunks alone. */
  readonly chunkRatio: number;
}

export function totalsOf(figures: readonly ModuleFigures[]): Totals {
  const sum = (of: (module: ModuleFigures) => number): number =>
    figures.reduce((total, module) => total + of(module), 0);
  const wasmBytes = sum((module) => module.wasmBytes);
  const slotBytes = sum((module) => module.slotBytes);
  const chunkBytes = sum((module) => module.chunkBytes);
  const nameBytes = sum((module) => module.nameBytes);
  return {
    ...{ wasmBytes, slotBytes, chunkBytes, nameBytes },
    ratio: (slotBytes + chunkBytes + nameBytes) / wasmBytes,
    chunkRatio: chunkBytes / wasmBytes,
  };
}

/** The figures for people. */
export function codeRamText(figures: readonly ModuleFigures[]): string {
  const head = [
    '',
    'functions',
    'WebAssembly',
    'function objects',
    'code',
    'names',
    'bytes / byte',
  ];
  const rows = table([...head, 'code / byte']);
  const row = (
    name: string,
    functions: string,
    { wasmBytes, slotBytes, chunkBytes, nameBytes, ratio, chunkRatio }: Totals,
  ): number =>
    rows.push([
      name,
      functions,
      ...[wasmBytes, slotBytes, chunkBytes, nameBytes].map(bytes),
      ...[ratio, chunkRatio].map((value) => (wasmBytes === 0 ? '' : value.toFixed(2))),
    ]);
  for (const module of figures) {
    const compiled = module.functions - module.refused.length;
    row(module.name, `${compiled} of ${module.functions}`, totalsOf([module]));
  }
  const totals = totalsOf(figures);
  row('all', '', totals);
  const verdict = (what: string, ratio: number): string =>
    `${what}: ${ratio.toFixed(2)} bytes a byte, at most ${MOST_BYTES_PER_BYTE}: ${ratio <= MOST_BYTES_PER_BYTE ? 'kept' : 'MISSED'}`;
  const interpreted = figures.flatMap(({ name, refused }) =>
    refused.map(({ index, reason }) => `${name}, function ${index}, stays interpreted: ${reason}`),
  );
  return [
    rows.toString(),
    ...interpreted,
    verdict('all RAM', totals.ratio),
    verdict('code alone', totals.chunkRatio),
  ].join('\n');
}

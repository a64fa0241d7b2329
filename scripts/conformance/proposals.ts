/** A part of WebAssembly: a row of the table in docs/conformance.md. */
export interface Proposal {
  readonly name: string;
  /** Groups of the official suite that are about it, as `npm run spec` names them. */
  readonly groups: readonly string[];
  /** The entry that adds it on a device, `wasmote/` left out; several where each adds a part. */
  readonly entries: readonly string[];
  /** What is to be said beside the numbers. */
  readonly note?: string;
}

export const PROPOSALS: readonly Proposal[] = [
  {
    name: 'WebAssembly 2.0 without SIMD, extended constant expressions',
    groups: ['core, base'],
    entries: [],
  },
  { name: 'multiple memories', groups: ['core, multi-memory'], entries: [] },
  { name: 'tail calls', groups: ['core, tail calls'], entries: [] },
  {
    name: 'custom page sizes',
    groups: ['custom-page-sizes'],
    entries: [],
    note: '1 and 65,536; other powers of two by `Config.anyPageSize(true)`',
  },
  { name: 'exceptions', groups: ['core, exception handling'], entries: ['exception-handling'] },
  {
    name: '64-bit memories and tables',
    groups: ['core, memory64 (with table64)'],
    entries: ['memory64'],
  },
  {
    name: 'typed function references, garbage collection',
    groups: ['core, gc (with function references)'],
    entries: ['function-references', 'gc'],
    note: '`gc` contains `function-references`',
  },
  { name: 'wide arithmetic', groups: ['wide-arithmetic'], entries: ['wide-arithmetic'] },
];

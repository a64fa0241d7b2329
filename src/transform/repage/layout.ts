import { customSections } from '../../binary/custom-section.js';
import type { DecodedModule } from '../../binary/decoded-module.js';
import { readExports } from '../../binary/export-section.js';
import { Reader } from '../../binary/reader.js';
import { SectionId } from '../../binary/section-id.js';
import { Names, Space } from '../../explore/wat/names.js';
import { ExternKind } from '../../types/extern-kind.js';
import { ValueType } from '../../types/value-type.js';
import { byteText } from './byte-text.js';
import { activeSegments, type ActiveSegment, constantAt } from './active-segment.js';
import { hasManagedObjects } from './managed-objects.js';

/** What tools that make modules leave of how they use the first memory. Addresses in bytes. */
export interface Layout {
  /** What made the module, as far as it shows; empty where it does not. */
  readonly toolchain: string;
  /** Index of the global that is the shadow stack's pointer, and where it begins. */
  readonly stackPointer: StackPointer | undefined;
  /** Where the first active segment begins. */
  readonly dataStart: number | undefined;
  /** Where static data ends, what has no segment included; where that is known. */
  readonly dataEnd: number | undefined;
  /** Where the heap may begin. */
  readonly heapBase: number | undefined;
  /** What was found, in words. */
  readonly found: readonly string[];
}

export interface StackPointer {
  readonly global: number;
  /** Its first value. */
  readonly top: number;
  /** Whether its name says so; otherwise only how it is used can. */
  readonly isNamed: boolean;
  /** Where the first value stands in the module: the constant's instruction. */
  readonly initStart: number;
}

const STACK_POINTERS = [
  '__stack_pointer',
  '~lib/memory/__stack_pointer',
  '~lib/rt/__stack_pointer',
];
const HEAP_BASES = ['__heap_base', '~lib/memory/__heap_base'];
const DATA_ENDS = ['__data_end', '~lib/memory/__data_end'];

/** @param module a valid one */
export function findLayout(module: DecodedModule): Layout {
  const globals = namedGlobals(module);
  const found: string[] = [];
  const valueOf = (names: readonly string[]): number | undefined => {
    for (const name of names) {
      const value = constantOf(module, globals.get(name) ?? -1);
      if (value === undefined) continue;
      found.push(`${name} = ${byteText(value)}`);
      return value;
    }
    return undefined;
  };
  const segments = activeSegments(module);
  const toolchain = toolchainOf(module, globals, segments);
  const dataEnd = valueOf(DATA_ENDS);
  const heapBase = valueOf(HEAP_BASES);
  const stackPointer = stackPointerOf(module, globals);
  if (stackPointer?.isNamed === true)
    found.push(`a stack pointer that begins at ${byteText(stackPointer.top)}`);
  const dataStart = segments
    .filter(({ memory }) => memory === 0)
    .map(({ offset }) => offset)
    .filter((offset) => offset !== undefined)
    .reduce<number | undefined>((least, each) => Math.min(least ?? each, each), undefined);
  return { toolchain, stackPointer, dataStart, dataEnd, heapBase, found };
}

/** The globals that have a name, by it: exports first, which nobody strips. */
function namedGlobals(module: DecodedModule): Map<string, number> {
  const found = new Map<string, number>();
  const names = new Names(module.bytes);
  for (let i = 0; i < module.globals.length; i++) {
    const name = names.get(Space.Global, i);
    if (name !== undefined) found.set(name, i);
  }
  for (const { name, kind, index } of exportsOf(module)) {
    if (kind === ExternKind.Global) found.set(name, index);
  }
  return found;
}

function exportsOf(module: DecodedModule): ReturnType<typeof readExports> {
  const start = module.sectionStart[SectionId.Export]!;
  return start === 0 ? [] : readExports(new Reader(module.bytes, start));
}

/** The first value of a global of the module's own, where it is an i32 constant. */
function constantOf(module: DecodedModule, global: number): number | undefined {
  if (module.globals[global]?.content !== ValueType.I32) return undefined;
  return global < module.importedGlobals
    ? undefined
    : constantAt(module, module.globalInits[global]!);
}

function stackPointerOf(
  module: DecodedModule,
  globals: ReadonlyMap<string, number>,
): StackPointer | undefined {
  const name = STACK_POINTERS.find((candidate) => globals.has(candidate));
  // Linkers put it before all others.
  const global = name === undefined ? module.importedGlobals : globals.get(name)!;
  const top = constantOf(module, global);
  if (top === undefined || !module.globals[global]!.mutable) return undefined;
  const isNamed = name !== undefined;
  // An exported one may be set from outside.
  if (!isNamed && (module.exportedGlobals.has(global) || top < 16)) return undefined;
  return { global, top, isNamed, initStart: module.globalInits[global]! };
}

/** What names and sections say of where a module comes from. */
function toolchainOf(
  module: DecodedModule,
  globals: ReadonlyMap<string, number>,
  segments: readonly ActiveSegment[],
): string {
  const producers = customSections(module.bytes, 'producers').map(latin1).join();
  for (const [mark, name] of [
    ['TinyGo', 'TinyGo'],
    ['rustc', 'Rust'],
    ['Zig', 'Zig'],
    ['emscripten', 'Emscripten'],
    ['clang', 'clang'],
  ] as const) {
    if (producers.includes(mark)) return name;
  }
  if ([...globals.keys()].some((name) => name.startsWith('~lib/'))) return 'AssemblyScript';
  if (latin1(module.bytes).includes(RUNTIME_FILE)) return 'AssemblyScript';
  if (hasManagedObjects(module, segments)) return 'AssemblyScript';
  return '';
}

/** AssemblyScript's runtimes name their files where they may abort, in UTF-16. */
const RUNTIME_FILE = [...'~lib/rt/'].join('\0');

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

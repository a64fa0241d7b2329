import type { DecodedModule } from '../../binary/decoded-module.js';
import { Reader } from '../../binary/reader.js';
import { DEFAULT_FEATURES, Feature } from '../../opcodes/feature.js';
import { Op } from '../../opcodes/op.js';
import type { MemoryType } from '../../types/memory-type.js';
import { validateModule } from '../../validation/module-validator.js';
import type { MemorySite } from '../flow/function-flow.js';
import { moduleFlow, type ModuleFlow } from '../flow/module-flow.js';
import type { Edit } from '../rewrite/edit.js';
import { signed, unsigned } from '../rewrite/leb128.js';
import { rewrite } from '../rewrite/rewrite.js';
import { byteText } from './byte-text.js';
import { AppendedFunctions } from './appended.js';
import { heapInCode, refersToHeap } from './heap.js';
import {
  GIVES_SIZE,
  growByPages,
  growByUnits,
  GROWS,
  setStackPointer,
  sizeInPages,
  TAKES_ADDRESS,
} from './helpers.js';
import { activeSegments, type ActiveSegment } from './active-segment.js';
import { findLayout, type Layout } from './layout.js';
import { MAX_BYTES, memoryTypeEdits } from './memory-types.js';
import { checkOptions, type RepageOptions } from './options.js';
import { NotPages, pageArithmetic } from './page-arithmetic.js';
import { scaleFor } from './page-scale.js';
import { UNIT_LOG2 } from './page-unit.js';
import { type Part, type Plan, planMemory } from './plan.js';
import { RepageError } from './repage-error.js';
import { stackDepth } from './shadow-stack.js';
import { touchedBytes } from './touched.js';

/** A memory before and after. Sizes in bytes. */
export interface RepagedMemory {
  readonly index: number;
  readonly before: number;
  readonly after: number;
  readonly parts: readonly Part[];
  /** What `memory.size` and `memory.grow` count now. */
  readonly counts: 'nothing' | 'units of 16 bytes' | 'pages of 64 KiB' | 'bytes';
}

/** A module with memories of 1-byte pages. */
export interface Repaged {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What made the module, as far as that shows. */
  readonly toolchain: string;
  /** What was found in it, in words. */
  readonly found: readonly string[];
  /** What the user should know, in sentences. */
  readonly notes: readonly string[];
  readonly memories: readonly RepagedMemory[];
  /** Whether the shadow stack lies elsewhere than before. */
  readonly stackMoved: boolean;
}

/**
 * Makes memories of 64 KiB pages memories of 1-byte pages that have only what the module needs of
 * them. What the module computes stays the same; what it does beyond the sizes it is given traps.
 *
 * @param bytes a module, in the binary format; not changed
 * @throws CompileError when the module is not valid
 * @throws RepageError when what it needs is not certain; the message says what would help
 */
export function repage(bytes: Uint8Array<ArrayBuffer>, options: RepageOptions = {}): Repaged {
  const module = validateModule(bytes, DEFAULT_FEATURES);
  return new Repaging(module, options).repaged(bytes);
}

class Repaging {
  private readonly layout: Layout;
  private readonly flow: ModuleFlow;
  private readonly segments: readonly ActiveSegment[];
  private readonly edits: Edit[] = [];
  private readonly notes: string[] = [];
  private readonly appended: AppendedFunctions;
  private stackMoved = false;

  constructor(
    private readonly module: DecodedModule,
    private readonly options: RepageOptions,
  ) {
    this.segments = activeSegments(module);
    const found = findLayout(module);
    this.layout = { ...found, heapBase: options.heapBase ?? found.heapBase };
    this.flow = moduleFlow(module, found.stackPointer?.global ?? -1);
    this.appended = new AppendedFunctions(module);
  }

  repaged(bytes: Uint8Array<ArrayBuffer>): Repaged {
    const { layout, notes, module } = this;
    checkOptions(module, this.options);
    const memories: RepagedMemory[] = [];
    module.memories.forEach((type, index) => {
      if (type.pageSizeLog2 === 16) memories.push(this.memory(type, index));
    });
    const made = memories.length === 0 ? bytes : this.made(memories);
    const { toolchain, found } = layout;
    return { bytes: made, toolchain, found, notes, memories, stackMoved: this.stackMoved };
  }

  private made(memories: readonly RepagedMemory[]): Uint8Array<ArrayBuffer> {
    const sizes = new Map(memories.map(({ index, after }) => [index, after]));
    const types = memoryTypeEdits(this.module, sizes);
    const made = rewrite(this.module.bytes, [...types, ...this.edits, ...this.appended.edits()]);
    validateModule(made, DEFAULT_FEATURES | Feature.CustomPageSizes);
    return made;
  }

  private memory(type: MemoryType, index: number): RepagedMemory {
    if (type.is64) {
      throw new RepageError(`memory ${index} has 64-bit addresses: only 32-bit ones are repaged`);
    }
    const before = type.minimum * 65536;
    const plan = this.plan(type, index);
    this.notes.push(...plan.notes);
    if (plan.stackMove !== undefined) this.moveStack(plan.stackMove);
    const least = before > 0 && this.sitesOf(index).length > 0 ? 2 ** UNIT_LOG2 : 0;
    const wanted = Math.max(plan.bytes, least);
    const after = before === 0 ? wanted : Math.min(wanted, before);
    if (after > MAX_BYTES)
      throw new RepageError(`memory ${index} has all bytes that addresses reach`);
    const counts = this.units(type, index, after);
    return { index, before, after, parts: plan.parts, counts };
  }

  private plan(type: MemoryType, index: number): Plan {
    const before = type.minimum * 65536;
    const declared = this.options.sizes?.get(index);
    const end = this.segmentsEnd(index, before, declared !== undefined);
    const whole = (bytes: number, name: Part['name'] = 'declared'): Plan => ({
      bytes,
      parts: [{ name, bytes }],
      stackMove: undefined,
      notes: [],
    });
    if (declared !== undefined) {
      if (declared < end) {
        throw new RepageError(
          `memory ${index} begins with ${byteText(end)} bytes of data: give --size ${end} or more`,
        );
      }
      return whole(declared);
    }
    const touched = touchedBytes(this.flow, index);
    if (touched !== undefined && this.sitesOf(index).length === 0) {
      return whole(Math.min(Math.max(touched, end), before), 'touched');
    }
    // Code that begins without a page asks for what it needs.
    if (before === 0 && (index !== 0 || this.layout.toolchain === '')) return whole(0);
    if (index !== 0) {
      throw new RepageError(
        `nothing says how much of memory ${index} is used: give --size ${index}=BYTES`,
      );
    }
    return this.planFirst(end, before);
  }

  /** The memory that linkers and compilers lay out. */
  private planFirst(segmentsEnd: number, before: number): Plan {
    const { flow, options } = this;
    const hasSites = this.sitesOf(0).length > 0;
    const inCode = heapInCode(flow, segmentsEnd, Math.max(before, 65536));
    const layout = this.withHeapBase(inCode?.base);
    const usesHeap =
      hasSites || (options.heapBytes ?? 0) > 0 || refersToHeap(flow, layout.heapBase, segmentsEnd);
    if (usesHeap && !hasSites && options.heapBytes === undefined) {
      throw new RepageError(
        'it takes the address where its heap begins, and no memory.size tells how it is used: say how much it needs with --heap BYTES',
      );
    }
    const depth = stackDepth(flow);
    const wishes = { stackBytes: options.stackBytes, heapBytes: this.heapBytes() };
    const plan = planMemory({ flow, layout, depth, segmentsEnd, usesHeap }, wishes);
    const reached =
      this.layout.toolchain === 'AssemblyScript' && hasSites ? (inCode?.reached ?? 0) : 0;
    if (plan.bytes < segmentsEnd) {
      throw new RepageError(
        `segments reach up to ${byteText(segmentsEnd)}, beyond where its data is said to end: give --heap-base ${segmentsEnd} or more`,
      );
    }
    if (plan.bytes >= reached) return plan;
    const bytes = Math.ceil(reached / 16) * 16;
    const notes = [
      ...plan.notes,
      `its runtime keeps ${byteText(bytes - plan.bytes)} bytes more at the start of the heap`,
    ];
    return { ...plan, bytes, notes };
  }

  /** Some allocators never look at the memory that is there: it would lie idle. */
  private heapBytes(): number | undefined {
    const sites = this.sitesOf(0);
    const asksOnly = sites.length > 0 && sites.every(({ op }) => op === Op.memory_grow);
    if (!asksOnly || this.options.heapBytes === undefined) return this.options.heapBytes;
    this.notes.push(
      'its allocator takes its heap from memory.grow alone, as it needs it: nothing is put aside for --heap',
    );
    return undefined;
  }

  /** What AssemblyScript leaves is in its code only. */
  private withHeapBase(inCode: number | undefined): Layout {
    const { layout } = this;
    if (layout.heapBase !== undefined || layout.toolchain !== 'AssemblyScript') return layout;
    const { stackPointer } = layout;
    return { ...layout, heapBase: stackPointer?.isNamed === true ? stackPointer.top : inCode };
  }

  private segmentsEnd(index: number, before: number, isDeclared: boolean): number {
    let end = 0;
    for (const { memory, offset, size } of this.segments) {
      if (memory !== index) continue;
      if (offset === undefined) {
        if (isDeclared) continue;
        throw new RepageError(
          `a segment of memory ${index} begins where an import says: give --size ${index}=BYTES`,
        );
      }
      end = Math.max(end, offset + size);
    }
    // What does not fit makes the instantiation trap, before and after.
    return Math.min(end, before);
  }

  private moveStack(move: NonNullable<Plan['stackMove']>): void {
    const { stackPointer } = this.layout;
    const { initStart, global } = stackPointer!;
    const reader = new Reader(this.module.bytes, initStart + 1);
    reader.s32();
    this.edits.push({
      start: initStart,
      end: reader.position,
      bytes: [Op.i32_const, ...signed(BigInt(move.top | 0))],
    });
    this.stackMoved = true;
    if (move.lowest === undefined) return;
    const set = this.appended.add(TAKES_ADDRESS, setStackPointer(global, move.lowest));
    for (const place of this.flow.followedSets) {
      this.edits.push({ ...place, bytes: [Op.call, ...unsigned(set)] });
    }
  }

  private sitesOf(index: number): readonly MemorySite[] {
    return this.flow.memorySites.filter(({ memory }) => memory === index);
  }

  /** What `memory.size` and `memory.grow` of a memory become. */
  private units(type: MemoryType, index: number, after: number): RepagedMemory['counts'] {
    const sites = this.sitesOf(index);
    if (sites.length === 0) return 'nothing';
    if (this.options.byteUnits === true) return 'bytes';
    // Whole pages are counted as they were.
    const isWhole = after === type.minimum * 65536;
    try {
      if (isWhole) throw new NotPages('it keeps its pages');
      this.edits.push(...pageArithmetic(this.flow, index, scaleFor(type, after)));
    } catch (error) {
      if (!(error instanceof NotPages)) throw error;
      this.inPages(type, index, after, error);
      return 'pages of 64 KiB';
    }
    let grow = -1;
    for (const { op, start, end } of sites) {
      if (op === Op.memory_size) {
        const shift = [Op.i32_const, UNIT_LOG2, Op.i32_shr_u];
        this.edits.push({ start: end, end, bytes: shift });
      } else {
        if (grow < 0) grow = this.appended.add(GROWS, growByUnits(index));
        this.edits.push({ start, end, bytes: [Op.call, ...unsigned(grow)] });
      }
    }
    return 'units of 16 bytes';
  }

  /** The code goes on counting pages of 64 KiB, which is right as long as it does not use them whole. */
  private inPages(type: MemoryType, index: number, after: number, reason: NotPages): void {
    if (after < type.minimum * 65536 && this.options.sizes?.has(index) !== true) {
      throw new RepageError(
        `it is not certain what it does with memory.size and memory.grow: ${reason.message}. ` +
          `--size ${index === 0 ? '' : `${index}=`}BYTES says how much of the memory it uses until it grows; it goes on counting pages of 64 KiB then`,
      );
    }
    const size = this.appended.add(GIVES_SIZE, sizeInPages(index, type.minimum, after));
    const grow = this.appended.add(GROWS, growByPages(index, size));
    for (const { op, start, end } of this.sitesOf(index)) {
      const callee = op === Op.memory_size ? size : grow;
      this.edits.push({ start, end, bytes: [Op.call, ...unsigned(callee)] });
    }
  }
}

import type { ModuleFlow } from '../flow/module-flow.js';
import { byteText } from './byte-text.js';
import type { Layout } from './layout.js';
import { RepageError } from './repage-error.js';
import type { StackDepth } from './shadow-stack.js';

/** What a user says of a module. All in bytes. */
export interface Wishes {
  /** For the shadow stack. */
  readonly stackBytes: number | undefined;
  /** For the heap, beside what it grows by. */
  readonly heapBytes: number | undefined;
}

/** A part of a memory, in bytes. */
export interface Part {
  readonly name: 'static data' | 'shadow stack' | 'heap' | 'touched' | 'declared';
  readonly bytes: number;
}

/** What becomes of the shadow stack. */
export interface StackMove {
  /** The pointer's new first value. */
  readonly top: number;
  /** The lowest value that it may be set to; undefined where nothing need be checked. */
  readonly lowest: number | undefined;
}

/** How large a memory becomes, and of what. */
export interface Plan {
  readonly bytes: number;
  readonly parts: readonly Part[];
  readonly stackMove: StackMove | undefined;
  readonly notes: readonly string[];
}

/** Leaf functions use that much below the pointer without setting it. */
const RED_ZONE = 128;
const ALIGNMENT = 16;

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Where things lie in a memory as a linker or a compiler laid it out. */
export interface Ground {
  readonly flow: ModuleFlow;
  readonly layout: Layout;
  readonly depth: StackDepth;
  /** Where active segments end. */
  readonly segmentsEnd: number;
  /** Whether something lies behind static data and stack: an allocator, or what the user says. */
  readonly usesHeap: boolean;
}

/**
 * Says how many bytes a memory needs of which static data, stack and heap are known.
 * @throws RepageError where they are not
 */
export function planMemory(ground: Ground, wishes: Wishes): Plan {
  const { layout, depth } = ground;
  const { stackPointer } = layout;
  const heap = wishes.heapBytes ?? 0;
  if (stackPointer === undefined || !(stackPointer.isNamed || depth.isStack)) {
    if (wishes.stackBytes !== undefined) {
      throw new RepageError('it has no shadow stack that could be seen: leave --stack out');
    }
    const end = staticEnd(ground);
    return ended(end, 0, heap, undefined, [...unusedBelow(layout), ...unusedAbove(layout, end)]);
  }
  const { top } = stackPointer;
  if (isStackFirst(ground, top)) return stackFirst(ground, wishes, top);
  return stackLast(ground, wishes, top);
}

/** Without a stack pointer, what was left for a stack lies idle. */
function unusedBelow(layout: Layout): string[] {
  const { dataStart } = layout;
  if (dataStart === undefined || dataStart <= 2048) return [];
  return [
    `nothing uses the ${byteText(dataStart)} bytes below its data, which are for a stack: ${smallerStack(layout, ALIGNMENT)}`,
  ];
}

/** Where an allocator's heap lies behind a stack, the stack stays. */
function unusedAbove(layout: Layout, heapBase: number): string[] {
  const room = heapBase - (layout.dataEnd ?? heapBase);
  if (room <= 2048) return [];
  return [
    `the ${byteText(room)} bytes between its data and its heap are for a stack: for less ${smallerLast(layout, 1024)}`,
  ];
}

/** Linkers put the stack below the data, where going beyond it traps, or between data and heap. */
function isStackFirst({ layout, segmentsEnd }: Ground, top: number): boolean {
  const { dataStart, dataEnd, heapBase } = layout;
  if (dataStart !== undefined) return dataStart >= top;
  if (heapBase !== undefined && heapBase !== top) return heapBase > top;
  if (dataEnd !== undefined) return dataEnd > top;
  if (segmentsEnd > top) return true;
  throw new RepageError(`nothing says whether the stack lies below the data. ${howToTell(layout)}`);
}

function stackFirst(ground: Ground, wishes: Wishes, top: number): Plan {
  const { layout } = ground;
  const end = staticEnd(ground);
  const notes: string[] = [];
  if (end === top && !ground.usesHeap) return stackOnly(ground, wishes, top);
  if (wishes.stackBytes !== undefined && wishes.stackBytes < top) {
    throw new RepageError(
      `its stack of ${byteText(top)} bytes lies below the data, which cannot move: ${smallerStack(layout, wishes.stackBytes)}`,
    );
  }
  const { bytes } = ground.depth;
  if (top > 1024 && (bytes === undefined || aligned(bytes) < top)) {
    const used = bytes === undefined ? '' : `, of which ${byteText(bytes)} are used`;
    const size = bytes === undefined ? 1024 : aligned(bytes + ALIGNMENT);
    notes.push(
      `${byteText(top)} bytes are its stack${used}, below the data: for less ${smallerStack(layout, size)}`,
    );
  }
  return ended(end, top, wishes.heapBytes ?? 0, undefined, notes);
}

/** A module without static data has nothing but its stack, which goes where it likes. */
function stackOnly({ depth }: Ground, { stackBytes }: Wishes, top: number): Plan {
  if (stackBytes === undefined && depth.bytes === undefined) {
    return ended(top, top, 0, undefined, [keeps(depth)]);
  }
  checkStack(stackBytes, depth);
  // Address 0 is no place for what has an address.
  const size = Math.min(aligned(stackBytes ?? depth.bytes!) + ALIGNMENT, top);
  return ended(size, size, 0, { top: size, lowest: undefined }, []);
}

function keeps({ reason }: StackDepth): string {
  return `its stack stays as it is, since how much it needs cannot be told (${reason}): give --stack BYTES`;
}

function checkStack(stackBytes: number | undefined, { bytes }: StackDepth): void {
  if (stackBytes === undefined || bytes === undefined || stackBytes >= bytes) return;
  throw new RepageError(
    `its functions need ${byteText(bytes)} bytes of stack: give --stack ${bytes} or more`,
  );
}

function smallerStack({ toolchain }: Layout, bytes: number): string {
  const size = Math.max(aligned(bytes), ALIGNMENT);
  if (toolchain === 'Rust') return `build with RUSTFLAGS="-C link-arg=-zstack-size=${size}"`;
  if (toolchain === 'TinyGo') return `build with -stack-size ${size}`;
  if (toolchain === 'Zig') return `build with --stack ${size}`;
  return `link with -Wl,-z,stack-size=${size}`;
}

/** The stack lies behind the data and grows down to it. */
function stackLast(ground: Ground, wishes: Wishes, top: number): Plan {
  const { layout, depth } = ground;
  const heapBase = layout.heapBase ?? top;
  const heap = wishes.heapBytes ?? 0;
  const dataEnd = layout.dataEnd;
  if (ground.usesHeap || dataEnd === undefined) {
    // The heap's addresses are in the code.
    const room = dataEnd === undefined ? undefined : top - aligned(dataEnd);
    if (wishes.stackBytes !== undefined && wishes.stackBytes !== room) {
      throw new RepageError(
        dataEnd === undefined
          ? `its stack cannot be made smaller, since nothing says where static data ends. ${howToTell(layout)}`
          : `its stack of ${byteText(room!)} bytes lies below its heap, which cannot move: ${smallerLast(layout, wishes.stackBytes)}`,
      );
    }
    return ended(heapBase, room ?? 0, heap, undefined, unusedAbove(layout, heapBase));
  }
  const needed = depth.bytes;
  if (wishes.stackBytes === undefined && needed === undefined) {
    return ended(heapBase, top - aligned(dataEnd), 0, undefined, [keeps(depth)]);
  }
  checkStack(wishes.stackBytes, depth);
  const stack = aligned(wishes.stackBytes ?? needed!);
  const { dataStart } = layout;
  // Below the data there is room that nothing uses; address 0 is no place for what has an address.
  if (dataStart !== undefined && stack + ALIGNMENT <= dataStart) {
    const newTop = Math.floor(dataStart / ALIGNMENT) * ALIGNMENT;
    return ended(dataEnd, 0, 0, { top: newTop, lowest: undefined }, [
      `the stack moves below the data, into ${byteText(newTop)} bytes that nothing used; going beyond traps`,
    ]);
  }
  // Even where the depth is known: each trap leaves the pointer where it was then.
  const bottom = aligned(dataEnd);
  const size = stack + RED_ZONE;
  return ended(bottom + size, size, 0, { top: bottom + size, lowest: bottom + RED_ZONE }, [
    'each setting of the stack pointer is checked: going beyond the stack traps',
  ]);
}

function smallerLast({ toolchain }: Layout, bytes: number): string {
  if (toolchain === 'AssemblyScript') return `compile with --stackSize ${aligned(bytes)}`;
  return `link with -Wl,-z,stack-size=${aligned(bytes)}`;
}

function staticEnd({ layout, usesHeap }: Ground): number {
  const { dataEnd, heapBase } = layout;
  const end = usesHeap ? heapBase : (dataEnd ?? heapBase);
  if (end === undefined) {
    throw new RepageError(
      `nothing says where its static data ends${usesHeap ? ' and its heap begins' : ''}. ${howToTell(layout)}`,
    );
  }
  return end;
}

function howToTell({ toolchain }: Layout): string {
  switch (toolchain) {
    case 'AssemblyScript':
      return 'Give --heap-base BYTES: the value of __heap_base';
    case 'Rust':
    case 'clang':
      return 'Link with -Wl,--export=__heap_base,--export=__data_end, or give --heap-base BYTES, as a map of the linker tells it';
    case 'Zig':
      return 'Export __heap_base and __data_end (--export=__heap_base), or give --heap-base BYTES';
    default:
      return 'Give --heap-base BYTES (where static data and stack end), or --size BYTES for the whole memory';
  }
}

function ended(
  end: number,
  stack: number,
  heap: number,
  stackMove: StackMove | undefined,
  notes: readonly string[],
): Plan {
  const begin = aligned(end);
  const parts: Part[] = [{ name: 'static data', bytes: begin - stack }];
  if (stack > 0) parts.push({ name: 'shadow stack', bytes: stack });
  if (heap > 0) parts.push({ name: 'heap', bytes: aligned(heap) });
  return { bytes: begin + aligned(heap), parts, stackMove, notes };
}

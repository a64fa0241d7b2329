import type { RepagedMemory } from './repage.js';
import { byteText } from './byte-text.js';

const COUNTS: Readonly<Record<RepagedMemory['counts'], string>> = {
  nothing: '',
  'units of 16 bytes': '; its allocator counts pages of 16 bytes now',
  'pages of 64 KiB': '; memory.size and memory.grow count pages of 64 KiB, as before',
  bytes: '; memory.size and memory.grow count bytes',
};

/** What became of a memory, in a line. */
export function memoryText({ index, before, after, parts, counts }: RepagedMemory): string {
  const sizes = parts.map((part) => `${byteText(part.bytes)} ${part.name}`).join(', ');
  return `memory ${index}: ${byteText(after)} bytes, of ${byteText(before)}: ${sizes}${COUNTS[counts]}`;
}

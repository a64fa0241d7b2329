import type { RepagedMemory } from '../transform/repage/repage.js';
import { bytes } from './values/format-bytes.js';

const COUNTS: Readonly<Record<RepagedMemory['counts'], string>> = {
  nothing: '',
  'units of 16 bytes': '; its allocator counts pages of 16 bytes now',
  'pages of 64 KiB': '; memory.size and memory.grow count pages of 64 KiB, as before',
  bytes: '; memory.size and memory.grow count bytes',
};

/** What became of a memory, in a line. */
export function memoryText({ index, before, after, parts, counts }: RepagedMemory): string {
  const sizes = parts.map((part) => `${bytes(part.bytes)} ${part.name}`).join(', ');
  return `memory ${index}: ${bytes(after)} bytes, of ${bytes(before)}: ${sizes}${COUNTS[counts]}`;
}

/** On a board a budget reads the heap; what is not limited, XS ends the program for. See `host-heap.ts`. */
export function hostHasRoom(): boolean {
  return true;
}

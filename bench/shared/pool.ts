import { availableParallelism } from 'node:os';

/** Maps a list in order, as many at a time as there are processors, or as given. */
export async function mapParallel<T, R>(
  list: readonly T[],
  work: (item: T) => Promise<R>,
  atATime = availableParallelism(),
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < list.length) {
      const index = next++;
      results[index] = await work(list[index]!);
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return results;
}

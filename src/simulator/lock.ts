import { mkdir, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A lock not touched for so long was left behind by a process that was killed. */
const STALE_MS = 10_000;
const TOUCH_MS = 2_000;
const POLL_MS = 100;

/**
 * Runs `work` while holding a lock that other processes respect: a folder that exists.
 *
 * @param path of the folder; what is above it exists.
 */
export async function withLock(path: string, work: () => Promise<void>): Promise<void> {
  while (!(await take(path))) await sleep(POLL_MS);
  const touch = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, TOUCH_MS);
  try {
    await work();
  } finally {
    clearInterval(touch);
    await rm(path, { recursive: true, force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    try {
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true });
    } catch {
      // gone in the meantime
    }
    return false;
  }
}

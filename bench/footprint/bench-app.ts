import { fileURLToPath } from 'node:url';

/** A program of this benchmark for XS. */
export function benchApp(name: string): string {
  return fileURLToPath(new URL(`apps/${name}`, import.meta.url));
}

import pc from 'picocolors';
import type { BuildProgress } from '../simulator/build.js';

/** Progress goes to standard error, so that standard output holds results only. */
const out = process.stderr;

/** A line that tells how far something is: rewritten in place on a terminal, else begun and ended. */
export class Progress {
  #begun = 0;

  constructor(private readonly what: string) {}

  /** Shows a state like `12 of 80`; nothing is shown before the first. */
  show(state: string): void {
    const first = this.#begun === 0;
    if (first) this.#begun = Date.now();
    if (out.isTTY) out.write(`\r\x1b[K${pc.dim(`${this.what}: ${state}`)}`);
    else if (first) out.write(`${this.what} …\n`);
  }

  /** Makes room for the message of an error. */
  clear(): void {
    if (this.#begun !== 0 && out.isTTY) out.write('\r\x1b[K');
    this.#begun = 0;
  }

  /** Says how long it took, if anything was shown. */
  end(): void {
    if (this.#begun === 0) return;
    const seconds = ((Date.now() - this.#begun) / 1000).toFixed(1);
    out.write(`${out.isTTY ? '\r\x1b[K' : ''}${pc.dim(`${this.what}: done in ${seconds} s`)}\n`);
    this.#begun = 0;
  }
}

/** For `buildSimulator`: the simulator is built once and takes some seconds. */
export function simulatorProgress(): (progress: BuildProgress) => void {
  const progress = new Progress('building the XS simulator (once)');
  return ({ done, total }) => {
    progress.show(`${done} of ${total} files`);
    if (done === total) progress.end();
  };
}

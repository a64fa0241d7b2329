import pc from 'picocolors';

const colors = pc.createColors(pc.isColorSupported && process.stderr.isTTY === true);

/** One sentence on standard error. */
export function printError(message: string): void {
  process.stderr.write(`${colors.red('wasmote:')} ${message.trimEnd()}\n`);
}

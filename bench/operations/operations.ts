/** `npm run bench:operations`: the operations that decided the interpreter's design, on 32-bit XS. */
import { fileURLToPath } from 'node:url';
import { runOnXs } from '../../src/simulator/index.js';

const { stdout, stderr, exitCode, report } = await runOnXs({
  app: fileURLToPath(new URL('app.js', import.meta.url)),
  argv: [process.argv[2] ?? '60'],
  timeoutMs: 120_000,
});
if (exitCode !== 0) {
  process.stderr.write(`bench:operations: ${stderr || 'took more than 2 minutes'}\n`);
  process.exit(1);
}
console.log(`XS 13.3, ${report!.pointerBits}-bit, nanoseconds\n\n${stdout}`);

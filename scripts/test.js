/**
 * `npm test`: everything that must hold before a commit, one step after the other. All steps are
 * run, whatever becomes of the earlier ones; the last line counts their tests and is
 * `N passed, N failed`. A step without tests of its own counts as one.
 */
import { spawn } from 'node:child_process';
import { steps } from './test/steps.js';

/** Runs a command, shows what it prints, and returns how it ended. */
function run(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const show = (stream) => (text) => {
    output += text;
    stream.write(text);
  };
  child.stdout.setEncoding('utf8').on('data', show(process.stdout));
  child.stderr.setEncoding('utf8').on('data', show(process.stderr));
  return new Promise((fulfil) => {
    child.on('error', (error) => fulfil({ ok: false, output: `${output}${error.message}` }));
    child.on('close', (code) => fulfil({ ok: code === 0, output }));
  });
}

const total = { passed: 0, failed: 0 };
const summary = [];
for (const { name, command, args, count } of steps()) {
  console.log(`\n── ${name}`);
  const begun = Date.now();
  const { ok, output } = await run(command, args);
  const { passed, failed } = count?.(output) ?? { passed: ok ? 1 : 0, failed: 0 };
  // A step that fails without a failed test has failed as a whole.
  const failures = !ok && failed === 0 ? 1 : failed;
  total.passed += passed;
  total.failed += failures;
  const seconds = ((Date.now() - begun) / 1000).toFixed(0);
  const verdict = failures === 0 ? 'passed' : 'FAILED';
  summary.push(`${verdict}  ${name}: ${passed} passed, ${failures} failed (${seconds} s)`);
}

console.log(`\n${summary.join('\n')}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

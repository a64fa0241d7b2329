import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../scripts/build-guests.js', import.meta.url));
const TOOLCHAIN_MISSING = 3;

test('building the guests and kernels anew gives the committed bytes', ({ skip }) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [SCRIPT, '--check', 'examples/guests', 'bench/kernels', 'bench/programs'],
    {
      encoding: 'utf8',
    },
  );
  expect(`${stdout}${stderr}`).not.toMatch(/^failed/m);
  skip(status === TOOLCHAIN_MISSING, `not everything was rebuilt: ${stderr.trim()}`);
  expect(status).toBe(0);
}, 120_000);

test('an unknown name is refused with the names there are', () => {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, 'nosuch'], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toContain('no such guest or kernel: nosuch');
  expect(stderr).toContain('traffic');
});

import { expect, it } from 'vitest';
import { runCli } from './run-cli.js';

it('without a C compiler the demo runs on Node, and says what is not measured', async () => {
  const { PATH, CC } = process.env;
  // Node is started by its full path; compilers are not found.
  process.env['PATH'] = '/nonexistent';
  delete process.env['CC'];
  const { exitCode, stdout } = await runCli('demo').finally(() => {
    process.env['PATH'] = PATH;
    if (CC !== undefined) process.env['CC'] = CC;
  });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('No C compiler is found');
  expect(stdout.match(/\d+ answers as expected/g)).toHaveLength(9);
  expect(stdout).toMatch(/│ traffic +│ +8 │ not measured │ +120 │ not measured │/);
});

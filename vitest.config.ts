import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // dist/ and the simulator are built once, before tests that need them run side by side.
    globalSetup: 'test/global-setup.ts',
    // vitest leaves one core free; here most of the work is done by other processes anyway.
    maxWorkers: availableParallelism(),
    // Runs on XS take seconds on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

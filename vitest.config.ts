import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // dist/ and the simulator are built once, before tests that need them run side by side.
    globalSetup: 'test/global-setup.ts',
    // Runs on XS take seconds on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

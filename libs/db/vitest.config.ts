import { defineConfig } from 'vitest/config';

// One server for the whole run; each test file works in a database of its own.
export default defineConfig({
  test: { globalSetup: './test/server.ts', testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 2 },
});

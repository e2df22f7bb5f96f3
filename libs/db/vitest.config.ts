import { defineConfig } from 'vitest/config';
import { limits } from '../../vitest.shared.ts';

// One server for the whole run; each test file works in a database of its own.
export default defineConfig({
  test: { ...limits, globalSetup: './test/server.ts', maxWorkers: 2 },
});

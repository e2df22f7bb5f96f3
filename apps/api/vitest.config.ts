import { defineConfig } from 'vitest/config';
import { limits } from '../../vitest.shared.ts';

// One PostgreSQL and one Temporal for the whole run; each test file works in a database of its own.
export default defineConfig({
  // Node loads graphql's CommonJS files and Vite would load its modules beside them: two graphqls that refuse each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: import.meta.resolve('graphql').replace('file://', '') }] },
  test: { ...limits, globalSetup: './test/servers.ts', maxWorkers: 2 },
});

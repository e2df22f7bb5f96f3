import { defineConfig } from 'vitest/config';

// Each file has servers and processes of its own, which it ends and starts again, and mostly waits for them.
export default defineConfig({
  // Node loads graphql's CommonJS files and Vite would load its modules beside them: two graphqls that refuse each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: import.meta.resolve('graphql').replace('file://', '') }] },
  test: { globalSetup: './test/undisturbed.ts', testTimeout: 600_000, hookTimeout: 3_600_000, maxWorkers: 3 },
});

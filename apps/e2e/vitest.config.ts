import { defineConfig } from 'vitest/config';
import { BUILD_TIMEOUT, limits } from '../../vitest.shared.ts';

// Each file has servers and processes of its own, which it ends and starts again, and mostly waits for them.
export default defineConfig({
  // Node loads graphql's CommonJS files and Vite would load its modules beside them: two graphqls that refuse each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: import.meta.resolve('graphql').replace('file://', '') }] },
  test: { ...limits, globalSetup: './test/undisturbed.ts', hookTimeout: BUILD_TIMEOUT, maxWorkers: 3 },
});

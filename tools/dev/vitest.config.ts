import { defineConfig } from 'vitest/config';

// Starting everything takes seconds on a quiet machine and minutes on a busy one; the first run may have to build Temporal.
export default defineConfig({ test: { testTimeout: 900_000, hookTimeout: 3_600_000, fileParallelism: false } });

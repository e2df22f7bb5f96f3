import { defineConfig } from 'vitest/config';

// Preparing the graphs of a model takes seconds on a busy machine.
export default defineConfig({ test: { testTimeout: 120_000, hookTimeout: 120_000 } });

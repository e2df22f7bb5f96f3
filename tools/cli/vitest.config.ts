import { defineConfig } from 'vitest/config';

/** The end-to-end tests start the real command line, which loads a model each time. */
export default defineConfig({ test: { testTimeout: 120_000, hookTimeout: 240_000 } });

import { defineConfig } from 'vitest/config';

/** The end-to-end tests start the real command line, which loads a model each time; the limits are for busy machines. */
export default defineConfig({ test: { testTimeout: 600_000, hookTimeout: 600_000 } });

import { defineConfig } from 'vitest/config';

// The servers are started once for the whole run; files run one after another, because each loads a model.
export default defineConfig({
  test: {
    globalSetup: './test/servers.ts',
    testTimeout: 600_000,
    hookTimeout: 3_600_000,
    fileParallelism: false,
    env: { FACET_THREADS: '1', FACET_DEVICE: 'cpu' },
  },
});

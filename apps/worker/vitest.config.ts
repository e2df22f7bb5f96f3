import { defineConfig } from 'vitest/config';
import { BUILD_TIMEOUT, limits } from '../../vitest.shared.ts';

// The servers are started once for the whole run; files run one after another, because each loads a model.
export default defineConfig({
  test: {
    ...limits,
    globalSetup: './test/servers.ts',
    hookTimeout: BUILD_TIMEOUT,
    fileParallelism: false,
    env: { FACET_THREADS: '1', FACET_DEVICE: 'cpu' },
  },
});

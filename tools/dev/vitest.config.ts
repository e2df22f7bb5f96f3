import { defineConfig } from 'vitest/config';
import { BUILD_TIMEOUT, limits } from '../../vitest.shared.ts';

// Tests start everything, so that the first one may have to build Temporal.
export default defineConfig({
  test: { ...limits, testTimeout: BUILD_TIMEOUT, hookTimeout: BUILD_TIMEOUT, fileParallelism: false },
});

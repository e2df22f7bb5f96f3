import { defineConfig } from 'vitest/config';
import { BUILD_TIMEOUT, limits } from '../../vitest.shared.ts';

// The pages are looked at in one browser after the other, over one service that is started for them.
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'alone', include: ['{src,server}/**/*.test.ts'], ...limits } },
      {
        test: {
          name: 'service',
          include: ['test/**/*.test.ts'],
          globalSetup: './test/service.ts',
          fileParallelism: false,
          ...limits,
          hookTimeout: BUILD_TIMEOUT,
        },
      },
    ],
  },
});

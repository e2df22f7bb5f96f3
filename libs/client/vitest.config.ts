import { defineConfig } from 'vitest/config';

/** Those with the real service share one, which is started for them alone; the limits are for busy machines. */
const limits = { testTimeout: 600_000, hookTimeout: 600_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'alone', include: ['src/**/*.test.ts'], ...limits } },
      {
        test: {
          name: 'service',
          include: ['test/**/*.test.ts'],
          globalSetup: './test/service.ts',
          fileParallelism: false,
          ...limits,
        },
      },
    ],
  },
});

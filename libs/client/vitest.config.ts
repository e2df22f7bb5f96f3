import { defineConfig } from 'vitest/config';
import { limits } from '../../vitest.shared.ts';

// Those with the real service share one, which is started for them alone.
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

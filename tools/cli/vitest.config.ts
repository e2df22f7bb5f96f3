import { defineConfig } from 'vitest/config';

/** The end-to-end tests start the real command line, which loads a model each time; the limits are for busy machines. */
const limits = { testTimeout: 600_000, hookTimeout: 600_000 };

/** Those that talk to the service share one, which is started for them alone. */
const remote = 'test/remote/**/*.test.ts';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'local', include: ['{src,test}/**/*.test.ts'], exclude: [remote], ...limits } },
      {
        test: {
          name: 'remote',
          include: [remote],
          globalSetup: './test/remote/service.ts',
          fileParallelism: false,
          ...limits,
        },
      },
    ],
  },
});

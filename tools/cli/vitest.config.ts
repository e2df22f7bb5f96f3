import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { limits } from '../../vitest.shared.ts';

/** Those that talk to the service share one, which is started for them alone. */
const remote = 'test/remote/**/*.test.ts';

/** Small and known by its factors, whatever the bundled model is. */
const env = { FACET_MODELS: join(import.meta.dirname, '..', '..', 'models', 'demo') };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'local', include: ['{src,test}/**/*.test.ts'], exclude: [remote], env, ...limits } },
      {
        test: {
          name: 'remote',
          include: [remote],
          env,
          globalSetup: './test/remote/service.ts',
          fileParallelism: false,
          ...limits,
        },
      },
    ],
  },
});

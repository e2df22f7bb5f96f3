import { defineConfig } from 'vitest/config';

// Each request to the S3 server and each synced file takes milliseconds on a quiet machine and seconds on a busy one.
export default defineConfig({
  test: { testTimeout: 60_000, hookTimeout: 60_000, globalSetup: './test/setup.ts' },
});

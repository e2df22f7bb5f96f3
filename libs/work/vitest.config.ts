import { defineConfig } from 'vitest/config';

// Temporal is told of a start and answers within moments; on a busy machine moments are long.
export default defineConfig({ test: { globalSetup: './test/server.ts', testTimeout: 120_000, hookTimeout: 120_000 } });

import { defineConfig } from 'vitest/config';

// Preparing a network takes a second on a quiet machine and several on a busy one.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } });

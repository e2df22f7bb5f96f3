import { defineConfig } from 'vitest/config';

// Starting a database server takes half a second on a quiet machine and several on a busy one.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } });

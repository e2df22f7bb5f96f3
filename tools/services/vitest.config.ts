import { defineConfig } from 'vitest/config';

// Starting a server takes half a second on a quiet machine and many on a busy one.
export default defineConfig({ test: { testTimeout: 300_000, hookTimeout: 300_000 } });

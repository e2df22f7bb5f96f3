import { defineConfig } from 'vitest/config';

// Reading the fonts takes milliseconds on a quiet machine and seconds on a busy one.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } });

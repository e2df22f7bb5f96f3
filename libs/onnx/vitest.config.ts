import { defineConfig } from 'vitest/config';

// Opening a session takes milliseconds on a quiet machine and seconds on a busy one. The tests share no state.
export default defineConfig({ test: { testTimeout: 60_000, isolate: false } });

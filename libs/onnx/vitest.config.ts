import { defineConfig } from 'vitest/config';
import { limits } from '../../vitest.shared.ts';

// The tests share no state.
export default defineConfig({ test: { ...limits, isolate: false } });

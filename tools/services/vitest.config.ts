import { defineConfig } from 'vitest/config';
import { BUILD_TIMEOUT, limits } from '../../vitest.shared.ts';

export default defineConfig({ test: { ...limits, hookTimeout: BUILD_TIMEOUT } });

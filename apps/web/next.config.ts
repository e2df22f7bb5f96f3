import type { NextConfig } from 'next';
import { join } from 'node:path';

/** The workspace's: by lockfiles Next would guess it, and copy too little for `standalone`. */
const root = join(import.meta.dirname, '..', '..');

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: root,
  turbopack: { root },
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm test` checks types by itself, and a build that does it again takes a third longer.
  typescript: { ignoreBuildErrors: true },
};

export default config;

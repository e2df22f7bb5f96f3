/**
 * The web application's server: what was built of the sources as they are, and builds that first where it is missing or old. With
 * FACET_WEB_DEV=1 Next's own server for development in its place, which shows changes at once.
 */
import { readTrustedProxies } from '@facet/edge';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, NEXT, SERVER, WEB } from './build.ts';
import { guardServers } from './guard.ts';

process.env['NEXT_TELEMETRY_DISABLED'] = '1';
const {
  FACET_WEB_DEV: isDev,
  PORT = '3000',
  HOST = '127.0.0.1',
  FACET_TRUSTED_PROXIES: proxies = '',
  FACET_CONNECTIONS_PER_ADDRESS: connections = '256',
} = process.env;

if (isDev) {
  const child = spawn(process.execPath, [NEXT, 'dev', '--port', PORT, '--hostname', HOST], {
    cwd: WEB,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'development' },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    throw error;
  });
  child.on('exit', (code) => process.exit(code ?? 1));
} else {
  await build((line) => console.log(line));
  Object.assign(process.env, { NODE_ENV: 'production', HOSTNAME: HOST });
  guardServers({ trusted: readTrustedProxies(proxies), perAddress: Number(connections) });
  createRequire(import.meta.url)(join(SERVER, 'server.js'));
}

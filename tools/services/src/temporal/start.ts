import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Connection } from '@temporalio/client';
import { freePort } from '../free-port.ts';
import type { Running, StartContext } from '../processes/running.ts';
import { startProcess } from '../processes/start-process.ts';
import { temporalProgram } from './program.ts';

export interface TemporalOptions extends StartContext {
  /** Holds the server's state, which a later start finds again. Made when missing. */
  readonly databaseFile: string;
  /** Default: a free one. */
  readonly port?: number;
  /** The address to listen on. Default 127.0.0.1. */
  readonly ip?: string;
  /** Whether the server acts on priority and fairness keys. Default true; a benchmark compares. */
  readonly fairness?: boolean;
}

export interface Temporal extends Running {
  /** `ip:port`, as the SDKs take it. The namespace is `default`. */
  readonly address: string;
}

const NAMESPACE = 'default';

/**
 * Server 1.29 ignores the keys of tasks unless it is told otherwise. It keeps order within each partition of a queue only, and
 * few workers need no more than one.
 */
const FAIRNESS = [
  'matching.enableFairness=true',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
].flatMap((setting) => ['--dynamic-config-value', setting]);

/**
 * Starts a Temporal development server, without its web interface. Gets the program first if need be: see `temporalProgram`.
 * Throws `ServiceError`: `temporal-missing`, `port-in-use` or `start-failed`.
 */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const { databaseFile, ip = '127.0.0.1', fairness = true } = options;
  const program = await temporalProgram(options);
  const port = await freePort(options.port, ip);
  const address = `${ip}:${port}`;
  mkdirSync(dirname(databaseFile), { recursive: true });
  const where = ['--ip', ip, '--port', String(port), '--db-filename', databaseFile];
  const running = await startProcess(
    {
      name: 'temporal',
      command: program,
      args: ['server', 'start-dev', '--headless', '--log-format', 'json', ...where, ...(fairness ? FAIRNESS : [])],
      health: (signal) => namespaceAnswers(address, signal),
    },
    options,
  );
  return { ...running, address };
}

/** The server answers a little before its namespace can be used. */
async function namespaceAnswers(address: string, signal: AbortSignal): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '1s' });
  try {
    const service = connection.workflowService;
    await connection.withAbortSignal(signal, () => service.describeNamespace({ namespace: NAMESPACE }));
  } finally {
    await connection.close();
  }
}

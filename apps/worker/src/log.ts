import { DefaultLogger, type LogLevel, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { pino, stdTimeFunctions, type Logger } from 'pino';

/** What the SDK takes for news (each change of a worker's state, say) is a detail here. */
const LEVELS = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'debug',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<LogLevel, string>;

/** JSON lines on standard output, with the Temporal SDK's among them. */
export function createLog(level: string): Logger {
  const log = pino({ name: 'worker', level, timestamp: stdTimeFunctions.isoTime });
  const logger = new DefaultLogger('DEBUG', ({ level, message, meta }) => log[LEVELS[level]]({ ...meta }, message));
  Runtime.install({
    logger,
    // Signals are ours: see main.ts.
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} } },
  });
  return log;
}

/** The worker's process. Configured by the environment, see config.ts; ends by SIGTERM or SIGINT once it has drained. */
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { startWorker } from './worker.ts';

const log = createLog(process.env['FACET_LOG_LEVEL'] || 'info');
try {
  const worker = await startWorker(readConfig(process.env), log);
  const { healthPort, fingerprints } = worker;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      log.info({ signal }, 'draining');
      void worker.drain();
    });
  log.info({ healthPort, fingerprints }, 'ready');
  await worker.ended;
  log.info('ended');
  process.exit(0);
} catch (error) {
  log.fatal({ err: error }, 'the worker cannot go on');
  process.exit(1);
}

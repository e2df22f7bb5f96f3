import { ConfigError, readConfig, type Config } from './config.ts';
import { createLog } from './log.ts';
import { createServer } from './server/server.ts';
import { openServices } from './services.ts';

const EXIT_CONFIGURATION = 2;

function configuration(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIGURATION);
  }
}

const config = configuration();
const log = createLog(config.FACET_LOG_LEVEL);
const stopTelemetry = config.OTEL_EXPORTER_OTLP_ENDPOINT && (await import('./telemetry/start.ts')).startTelemetry();
const services = await openServices(config, log);
const server = await createServer(services);

/** Requests in progress end, sockets are told to come back, then the process goes. */
async function stop(signal: NodeJS.Signals): Promise<void> {
  log.info({ signal }, 'going down');
  await server.close();
  await services.close();
  if (stopTelemetry) await stopTelemetry();
  process.exit(0);
}
process.once('SIGTERM', (signal) => void stop(signal));
process.once('SIGINT', (signal) => void stop(signal));

await server.listen({ host: config.HOST, port: config.PORT });

import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';

/** Wherever one of these appears in what is logged, its value does not. */
const SECRET_PATHS = [
  'authorization',
  'cookie',
  'password',
  'token',
  'secret',
  'key',
  'apiKey',
  '*.authorization',
  '*.cookie',
  '*.password',
  '*.token',
  '*.secret',
  '*.key',
  '*.apiKey',
  'req.headers.authorization',
  'req.headers.cookie',
  'req.headers["x-api-key"]',
  'res.headers["set-cookie"]',
];

/** A path without what is a secret in it: a signature after the `?`, or the token of a link. */
const pathOf = (url: string): string =>
  url.replace(/[?#].*$/, '').replace(/(\/reset-password\/|\/verify-email\/|\/shared\/).+$/, '$1[secret]');

/** Lines are written together: a write for each would cost as much as a statement. When the process ends, what is left is written. */
const BATCH_BYTES = 8_192;
const BATCH_MS = 100;

/** JSON lines. Requests carry `reqId`, and `userId` or `apiKeyId` and `organizationId` once they are known. */
export const createLog = (level: string, destination?: DestinationStream): Logger =>
  pino(
    {
      name: 'facet-api',
      level,
      // As the workers' lines have it.
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: SECRET_PATHS, censor: '[secret]' },
      serializers: {
        // Signed addresses are bearer tokens: a log keeps their path and not their signature.
        req: ({ method, url, ip }: { method: string; url: string; ip: string }) => ({
          method,
          path: pathOf(url),
          ip,
        }),
        err: pino.stdSerializers.err,
      },
    },
    destination ?? pino.destination({ sync: false, minLength: BATCH_BYTES, periodicFlush: BATCH_MS }),
  );

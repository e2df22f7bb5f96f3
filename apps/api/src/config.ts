import { createMailSeal, createWebhookSeal, deriveKey, type Seal } from '@facet/contracts/seal';
import { policyForRanges, type AddressPolicy } from '@facet/intake';
import * as z from 'zod';
import { readTrustedProxies } from '@facet/edge';

const text = z.string().min(1);
const url = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });
const atLeastOne = z.coerce.number().int().min(1);
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' });

const Environment = z.object({
  NODE_ENV: z.string().default('development'),
  HOST: text.default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  /** Where Prometheus reads, apart from what the public reaches; without it, nowhere. */
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  METRICS_HOST: text.default('127.0.0.1'),
  /** Where clients reach the API; signed addresses and e-mails begin with it. Default: http://HOST:PORT. */
  FACET_PUBLIC_URL: url
    .refine((value) => URL.parse(value)?.pathname === '/' && !/[?#]|\/$/.test(value), {
      error: 'must be an origin such as https://api.example.com, without a path: give Facet a host or port of its own',
    })
    .optional(),
  /** Origins of web applications, separated by commas. */
  FACET_WEB_ORIGINS: z.string().default(''),
  /**
   * Where the web application is, whose pages links of e-mails lead to. Default: the first of its origins; without any, this API's own
   * plain pages.
   */
  FACET_WEB_URL: url.refine((value) => !/[?#]|\/$/.test(value), 'must not end in / or have a query').optional(),
  /** Sessions, signed addresses, page cursors and webhook secrets hang on it; equal in all processes. */
  FACET_SECRET: z.string().min(32, 'must have at least 32 random characters'),
  /** Those before, with spaces between: what they sealed can still be opened. */
  FACET_OLD_SECRETS: z.string().default(''),
  /** Ranges of addresses that webhooks and imports may lead to though they are not public, with commas between. */
  FACET_ALLOW_ADDRESSES: z
    .string()
    .default('')
    .transform((ranges, { addIssue }) => {
      try {
        return policyForRanges(ranges);
      } catch (error) {
        addIssue((error as Error).message);
        return z.NEVER;
      }
    }),
  /**
   * Proxies whose `X-Forwarded-For` is believed: how many there are one behind the other, or their addresses and ranges with
   * commas between. Default: none, and the address of the socket counts.
   */
  FACET_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((setting, { addIssue }) => {
      try {
        return readTrustedProxies(setting);
      } catch (error) {
        addIssue(`${(error as Error).message}; write 1, or 10.0.0.0/8`);
        return z.NEVER;
      }
    }),
  /** Connections of one address at once, and WebSockets among them. */
  FACET_CONNECTIONS_PER_ADDRESS: atLeastOne.default(256),
  FACET_SOCKETS_PER_ADDRESS: atLeastOne.default(64),
  /** What one address may have done in ten seconds before it is known who asks; a request is 1, a large document 100. */
  FACET_POINTS_PER_ADDRESS: atLeastOne.default(3_000),
  /** Requests that are worked on at once; further ones wait. A person's count over all their organisations. */
  FACET_REQUESTS_PER_ADDRESS: atLeastOne.default(16),
  FACET_REQUESTS_PER_PERSON: atLeastOne.default(2),
  /** Threads that hash passwords. */
  FACET_PASSWORD_THREADS: atLeastOne.default(1),
  /** Of the role facet_app. */
  DATABASE_APP_URL: postgresUrl,
  /** Of the role facet_ops. */
  DATABASE_OPS_URL: postgresUrl,
  /** Connections as facet_app at most, of this process. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).default(10),
  TEMPORAL_ADDRESS: z.string().regex(/^[^/\s]+:\d+$/, 'must be host:port'),
  TEMPORAL_NAMESPACE: text.default('default'),
  /** Folder of stored objects, unless S3_BUCKET names a bucket. */
  FACET_STORAGE: text.default('.facet/storage'),
  /** smtp://user:password@host:port; without it a developer reads e-mails at /dev/mail, and in production they wait for it. */
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// address' }).optional(),
  MAIL_FROM: text.default('Facet <facet@localhost>'),
  /** Between the attempts to send an e-mail, with commas between; the last one is repeated until its link is no good. */
  FACET_MAIL_RETRY_SECONDS: z
    .string()
    .regex(/^[1-9]\d*(,[1-9]\d*)*$/, 'must be seconds with commas between')
    .default('60,300,900,3600,10800'),
  /** Where traces go, by OTLP over HTTP; without it nothing is traced. */
  OTEL_EXPORTER_OTLP_ENDPOINT: url.optional(),
  FACET_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /**
   * Who is shown the schema, and GraphiQL at /graphiql: everyone (`true`), whoever is signed in or has a key, or nobody
   * (`false`). Default: everyone, and in production whoever is signed in.
   */
  FACET_INTROSPECTION: z.enum(['true', 'signed-in', 'false']).optional(),
  /** Budget of one session or API key, in units of query cost. */
  FACET_COST_CAPACITY: z.coerce.number().positive().default(20_000),
  FACET_COST_REFILL_PER_SECOND: z.coerce.number().positive().default(200),
  /** Files of clients (pictures, token files) that are read at once, each in a process of its own with these limits. */
  FACET_READERS: z.coerce.number().int().min(1).default(2),
  FACET_READ_SECONDS: z.coerce.number().positive().default(60),
  FACET_READ_MEMORY_MB: z.coerce.number().int().min(300).default(1000),
  /** Requests that wait for their file's turn, in all and of one organisation or person; more are refused with 503. */
  FACET_READ_WAITING: z.coerce.number().int().min(1).default(200),
  FACET_READ_WAITING_EACH: z.coerce.number().int().min(1).default(32),
});

export type Secrets = Record<'auth' | 'files' | 'cursors' | 'links', string>;

type Hidden =
  'FACET_SECRET' | 'FACET_OLD_SECRETS' | 'FACET_WEB_ORIGINS' | 'FACET_ALLOW_ADDRESSES' | 'FACET_MAIL_RETRY_SECONDS';

export interface Config extends Omit<z.infer<typeof Environment>, Hidden> {
  readonly publicUrl: string;
  readonly webOrigins: readonly string[];
  /** Where links of e-mails lead, without a slash at its end. */
  readonly webUrl: string;
  /** Where e-mails that nobody sends can be read by whoever reaches the API: in development alone. */
  readonly showsMails: boolean;
  readonly secrets: Secrets;
  /** Of webhooks' secrets. */
  readonly seal: Seal;
  /** Of e-mails that wait. */
  readonly mailSeal: Seal;
  readonly mailRetrySeconds: readonly number[];
  readonly addresses: AddressPolicy;
  readonly introspection: 'everyone' | 'signed-in' | 'nobody';
  /** Of storage, which reads its S3_* variables itself. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const INTROSPECTION = { true: 'everyone', 'signed-in': 'signed-in', false: 'nobody' } as const;

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the environment. Throws `ConfigError`, which names every variable that is wrong and never shows a value. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = Environment.safeParse(set);
  if (!read.success) {
    const lines = read.error.issues.map(({ path, message }) => {
      const name = path.join('.');
      return set[name] === undefined ? `${name} is not set` : `${name}: ${message}`;
    });
    throw new ConfigError(`The environment is not complete:\n${lines.join('\n')}`);
  }
  const {
    FACET_SECRET,
    FACET_OLD_SECRETS,
    FACET_WEB_ORIGINS,
    FACET_ALLOW_ADDRESSES,
    FACET_MAIL_RETRY_SECONDS,
    ...values
  } = read.data;
  const publicUrl =
    values.FACET_PUBLIC_URL ?? `http://${values.HOST.includes(':') ? `[${values.HOST}]` : values.HOST}:${values.PORT}`;
  const webOrigins = [...new Set([...originOf(values.FACET_WEB_URL), ...origins(FACET_WEB_ORIGINS)])];
  const derive = (purpose: string): string => deriveKey(FACET_SECRET, purpose).toString('hex');
  return {
    ...values,
    publicUrl,
    webOrigins,
    webUrl: values.FACET_WEB_URL ?? webOrigins[0] ?? publicUrl,
    showsMails: values.NODE_ENV !== 'production' && values.SMTP_URL === undefined,
    secrets: {
      auth: derive('sessions'),
      files: derive('file addresses'),
      cursors: derive('page cursors'),
      links: derive('links of pictures'),
    },
    seal: createWebhookSeal(FACET_SECRET, FACET_OLD_SECRETS),
    mailSeal: createMailSeal(FACET_SECRET, FACET_OLD_SECRETS),
    mailRetrySeconds: FACET_MAIL_RETRY_SECONDS.split(',').map(Number),
    addresses: FACET_ALLOW_ADDRESSES,
    introspection:
      INTROSPECTION[values.FACET_INTROSPECTION ?? (values.NODE_ENV === 'production' ? 'signed-in' : 'true')],
    environment: set,
  };
}

const originOf = (address: string | undefined): string[] => (address === undefined ? [] : [new URL(address).origin]);

function origins(list: string): string[] {
  const parts = list.split(',').map((part) => part.trim());
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const parsed = URL.parse(part);
      if (parsed?.origin !== part)
        throw new ConfigError(`FACET_WEB_ORIGINS: ${part} is no origin; write it as https://app.example.com.`);
      return part;
    });
}

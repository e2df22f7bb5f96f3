import { delimiter } from 'node:path';
import { createWebhookSeal, type Seal } from '@facet/contracts/seal';
import { defaultModelDirectory, findModel } from '@facet/diffusion';
import { policyForRanges, type AddressPolicy } from '@facet/intake';
import * as z from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

/** Between the attempts to deliver to a webhook: seven, over about a day. */
const RETRY_SECONDS = '5,300,1800,7200,18000,36000';

const environment = z.object({
  /** PostgreSQL as the roles `facet_app` and `facet_ops`; as which one connects decides what it may see. */
  DATABASE_APP_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_OPS_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  TEMPORAL_ADDRESS: z.string().min(1).default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  /** Names of the list of models, folders or checkpoints, separated as in PATH. */
  FACET_MODELS: z.string().optional(),
  /** Where objects are, unless `S3_*` name a bucket. */
  FACET_STORAGE: z.string().min(1).default('.facet/storage'),
  /** Of /healthz, on WORKER_HOST; 0 takes a free one. */
  WORKER_PORT: port.default(0),
  WORKER_HOST: z.string().min(1).default('127.0.0.1'),
  /** As the API has it, because secrets of webhooks are sealed with it; and those it had before, with spaces between. */
  FACET_SECRET: z.string().min(32, 'must have at least 32 random characters'),
  FACET_OLD_SECRETS: z.string().default(''),
  /** Ranges of addresses that webhooks may have though they are not public, as 127.0.0.0/8, with commas between. */
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
  FACET_WEBHOOK_RETRY_SECONDS: z
    .string()
    .regex(/^\d+(,\d+)*$/, 'must be seconds with commas between')
    .default(RETRY_SECONDS),
  FACET_SEGMENT_STEPS: z.coerce.number().int().min(1).default(20),
  /** How many runs of a model are trained in one batch; without it, what its device gains from. */
  FACET_SHARED_RUNS: z.coerce.number().int().min(1).max(64).optional(),
  /** Between two looks for runs that nobody started. */
  FACET_SWEEP_SECONDS: z.coerce.number().positive().default(15),
  /** How long a run waits for a worker that holds its model before it fails; a worker that restarts is back sooner. */
  FACET_MODEL_WAIT_SECONDS: z.coerce.number().min(60).default(600),
  FACET_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
});

export interface Config {
  readonly appUrl: string;
  readonly opsUrl: string;
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly models: readonly string[];
  readonly storageFolder: string;
  readonly host: string;
  readonly port: number;
  readonly seal: Seal;
  readonly addresses: AddressPolicy;
  readonly webhookRetrySeconds: readonly number[];
  readonly segmentSteps: number;
  readonly sharedRuns: number | undefined;
  readonly sweepSeconds: number;
  readonly modelWaitSeconds: number;
  readonly logLevel: string;
}

/** Reads the environment. Throws an error that names every variable that is missing or wrong, and repeats no value. */
export function readConfig(variables: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (!result.success) throw new Error(`The environment cannot be used.\n${z.prettifyError(result.error)}`);
  const { data } = result;
  const folders = data.FACET_MODELS?.split(delimiter).filter((folder) => folder !== '') ?? [];
  return {
    appUrl: data.DATABASE_APP_URL,
    opsUrl: data.DATABASE_OPS_URL,
    temporalAddress: data.TEMPORAL_ADDRESS,
    namespace: data.TEMPORAL_NAMESPACE,
    models: folders.length === 0 ? [defaultModelDirectory()] : folders.map((folder) => findModel(folder).reference),
    storageFolder: data.FACET_STORAGE,
    host: data.WORKER_HOST,
    port: data.WORKER_PORT,
    seal: createWebhookSeal(data.FACET_SECRET, data.FACET_OLD_SECRETS),
    addresses: data.FACET_ALLOW_ADDRESSES,
    webhookRetrySeconds: data.FACET_WEBHOOK_RETRY_SECONDS.split(',').map(Number),
    segmentSteps: data.FACET_SEGMENT_STEPS,
    sharedRuns: data.FACET_SHARED_RUNS,
    sweepSeconds: data.FACET_SWEEP_SECONDS,
    modelWaitSeconds: data.FACET_MODEL_WAIT_SECONDS,
    logLevel: data.FACET_LOG_LEVEL,
  };
}

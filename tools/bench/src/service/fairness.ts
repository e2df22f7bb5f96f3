import { runWorkflowId } from '@facet/base';
import { setTimeout as delay } from 'node:timers/promises';
import { engineTaskQueue, WORKFLOWS, type InvertImageInput } from '@facet/contracts';
import { connect, connectOperations, createLibrary, setQuota } from '@facet/db';
import { startStack, type Stack } from '@facet/stack';
import { Client, Connection } from '@temporalio/client';
import PQueue from 'p-queue';
import { Pool } from 'pg';
import { spreadOf, type Spread } from '../statistics.ts';
import { organizationOf } from './organization-of.ts';
import type { Person } from './people.ts';
import { makeImage, queueInversions } from './queue-inversions.ts';
import { FINGERPRINT } from './seed.ts';

export interface FairnessVariant {
  /** Whether Temporal's server lets organisations take turns. */
  readonly takesTurns: boolean;
  /** Whether an organisation may have two runs at work, or all of them. */
  readonly isCapped: boolean;
}

export interface FairnessResult extends FairnessVariant {
  /** Runs of the one organisation, and organisations with one run each, queued after it. */
  readonly many: number;
  readonly others: number;
  /** Seconds from the queueing of a run to its end, of the runs that ended; null where none did. */
  readonly othersSeconds: Spread | null;
  readonly manySeconds: Spread | null;
  /** When each run ended, in seconds after the first was queued, in order; those that did not end in time are missing. */
  readonly othersEnds: readonly number[];
  readonly manyEnds: readonly number[];
}

export interface FairnessOptions {
  readonly many: number;
  readonly others: number;
  /** Ends the wait for what has not ended. */
  readonly longestSeconds: number;
}

const UNCAPPED = 1_000_000;

/** The real workflows and caps, on an engine that does nothing for 50 ms at a time. */
const IDLE_WORKER = 'apps/worker/test/idle-engine-worker.ts';

/**
 * One organisation queues many runs, then others one each. One worker with the real workflows, queues and caps works them off;
 * only its engine is none: each of a run's three pieces takes it 50 ms.
 */
export async function simulateFairness(variant: FairnessVariant, options: FairnessOptions): Promise<FairnessResult> {
  const stack = await startStack({ fairness: variant.takesTurns });
  try {
    await stack.startWorker({ FINGERPRINT }, IDLE_WORKER);
    return await simulate(stack, variant, options);
  } finally {
    await stack.close();
  }
}

async function simulate(
  stack: Stack,
  variant: FairnessVariant,
  { many, others, longestSeconds }: FairnessOptions,
): Promise<FairnessResult> {
  const admin = new Pool({ connectionString: stack.adminUrl, max: 2 });
  const database = await connect(stack.appUrl);
  const operations = await connectOperations(stack.opsUrl);
  const connection = await Connection.connect({ address: stack.temporalAddress });
  try {
    const queue = async (count: number): Promise<{ owner: Person; inputs: InvertImageInput[] }> => {
      const owner = await organizationOf(admin);
      const { organizationId, userId } = owner;
      if (!variant.isCapped)
        await operations.withOperations((t) => setQuota(t, organizationId, 'running_inversions', UNCAPPED));
      const { id: libraryId } = await database.withOrganization(organizationId, (t) =>
        createLibrary(t, { kind: 'user', id: userId }, { name: 'cats', visibility: 'organization' }),
      );
      const imageId = await makeImage(database, owner);
      const ids = await queueInversions(database, owner, { imageId, libraryId }, count);
      return {
        owner,
        inputs: ids.map((inversionId) => ({ organizationId, inversionId, attempt: 1, fingerprint: FINGERPRINT })),
      };
    };
    const first = await queue(many);
    await start(connection, first.inputs);
    for (let i = 0; i < others; i++) await start(connection, (await queue(1)).inputs);

    // oxlint-disable-next-line typescript/consistent-type-definitions -- pg wants a type with an index
    type Row = { mine: boolean; seconds: number; ended: number };
    const ended = async (): Promise<Row[]> => {
      const { rows } = await admin.query<Row>(
        `select organization_id = $1 as mine,
                extract(epoch from finished_at - created_at)::float8 as seconds,
                extract(epoch from finished_at - (select min(created_at) from facet.inversion))::float8 as ended
         from facet.inversion where status = 'finished' order by finished_at`,
        [first.owner.organizationId],
      );
      return rows;
    };
    const until = Date.now() + longestSeconds * 1000;
    let rows = await ended();
    while (rows.length < many + others && Date.now() < until) {
      await delay(1000);
      rows = await ended();
    }
    const part = (mine: boolean) => rows.filter((row) => row.mine === mine);
    return {
      ...variant,
      many,
      others,
      othersSeconds: secondsOf(part(false)),
      manySeconds: secondsOf(part(true)),
      othersEnds: part(false).map(({ ended }) => ended),
      manyEnds: part(true).map(({ ended }) => ended),
    };
  } finally {
    await connection.close();
    await Promise.all([admin.end(), database.close(), operations.close()]);
  }
}

const secondsOf = (rows: readonly { readonly seconds: number }[]): Spread | null =>
  rows.length === 0 ? null : spreadOf(rows.map(({ seconds }) => seconds));

/** Starts workflows as the API does. */
async function start(connection: Connection, inputs: readonly InvertImageInput[]): Promise<void> {
  const { workflow } = new Client({ connection });
  const starts = new PQueue({ concurrency: 10 });
  await starts.addAll(
    inputs.map((input) => () => {
      const { organizationId, inversionId, attempt, fingerprint } = input;
      return workflow.start(WORKFLOWS.invertImage, {
        workflowId: runWorkflowId('inversion', { id: inversionId, attempt }),
        taskQueue: engineTaskQueue(fingerprint),
        args: [input],
        priority: { priorityKey: 4, fairnessKey: organizationId },
      });
    }),
  );
}

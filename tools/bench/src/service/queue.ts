import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectClient, getViewer, TypedDocumentString } from '@facet/client';
import {
  announceModel,
  connect,
  connectOperations,
  createLibrary,
  setQuota,
  type Actor,
  type NewModel,
} from '@facet/db';
import { startStack, type Stack } from '@facet/stack';
import PQueue from 'p-queue';
import { spreadOf, type Spread } from '../statistics.ts';
import { globalId, signUp } from './people.ts';
import { makeImage } from './queue-inversions.ts';
import { FINGERPRINT } from './seed.ts';

export interface QueueOptions {
  /** Runs of another organisation that wait already, case by case, rising. */
  readonly queued: readonly number[];
  /** Inversions that are started in each case. */
  readonly starts: number;
}

export interface QueueResult {
  readonly queued: number;
  readonly startMs: Spread;
  /** Of a query of the same person, in turns with the starts: what the machine's other work does to any request. */
  readonly viewerMs: Spread;
}

/** The real workflows and caps, on an engine that takes so long for a piece of a run that queues stay as they are. */
const IDLE_WORKER = 'apps/worker/test/idle-engine-worker.ts';
const WORK_MS = '8000';

/** As many starts at once, while the queue is filled. */
const AT_ONCE = 4;

/** As the web application starts one. */
const START = new TypedDocumentString<
  { startInversion: { __typename: string; message?: string } },
  { imageId: string; libraryId: string; name: string; objectWord: string; steps: number }
>(`mutation ($imageId: ID!, $libraryId: ID!, $name: String!, $objectWord: String, $steps: Int) {
  startInversion(imageId: $imageId, libraryId: $libraryId, name: $name, objectWord: $objectWord, steps: $steps) {
    __typename ... on Inversion { id status queuePosition remainingSeconds } ... on Error { message } } }`);

const MODEL: NewModel = {
  fingerprint: FINGERPRINT,
  name: 'idle',
  embeddingWidth: 128,
  layers: 6,
  traits: { size: 64, methods: ['matte'], schedulers: ['ddim'], steps: { matte: 10 }, hasImageEncoder: false },
};

/** How long the API takes to start an inversion, by how many of somebody else's wait already. */
export async function startsByQueue({ queued, starts }: QueueOptions): Promise<QueueResult[]> {
  const stack = await startStack();
  try {
    await stack.startWorker({ FINGERPRINT, WORK_MS }, IDLE_WORKER);
    return await measure(stack, queued, starts);
  } finally {
    await stack.close();
  }
}

async function measure(stack: Stack, cases: readonly number[], starts: number): Promise<QueueResult[]> {
  const api = await stack.startApi();
  const database = await connect(stack.appUrl);
  const operations = await connectOperations(stack.opsUrl);
  const offer = () => operations.withOperations((t) => announceModel(t, 'bench', 'cpu', MODEL));
  await offer();
  const offers = setInterval(() => void offer(), 10_000);
  /** Somebody new, and how they start an inversion. */
  async function starter() {
    const person = await signUp(api.url);
    const { organizationId, userId, cookie } = person;
    const actor: Actor = { kind: 'user', id: userId };
    for (const kind of ['inversions', 'training_steps'] as const)
      await operations.withOperations((t) => setQuota(t, organizationId, kind, 1_000_000));
    const imageId = globalId('Image', await makeImage(database, person));
    const library = await database.withOrganization(organizationId, (t) =>
      createLibrary(t, actor, { name: 'cats', visibility: 'organization' }),
    );
    const client = connectClient({ url: api.url, credentials: { cookie } });
    const input = { imageId, libraryId: globalId('Library', library.id), name: 'cat', objectWord: 'cat', steps: 10 };
    const start = async (): Promise<void> => {
      const { startInversion } = await client.run(START, input);
      if (startInversion.__typename !== 'Inversion')
        throw new Error(`${startInversion.__typename}: ${startInversion.message}`);
    };
    return { start, look: () => getViewer(client) };
  }
  try {
    const many = await starter();
    const results: QueueResult[] = [];
    let waiting = 0;
    for (const count of cases) {
      const filling = new PQueue({ concurrency: AT_ONCE });
      await filling.addAll(Array.from({ length: count - waiting }, () => many.start));
      waiting = Math.max(waiting, count);
      await delay(SETTLE_MS);
      const one = await starter();
      const [startMs, viewerMs]: [number[], number[]] = [[], []];
      for (let i = 0; i < starts; i++) {
        startMs.push(await timed(one.start));
        viewerMs.push(await timed(one.look));
      }
      results.push({ queued: count, startMs: spreadOf(startMs), viewerMs: spreadOf(viewerMs) });
    }
    return results;
  } finally {
    clearInterval(offers);
    await Promise.all([database.close(), operations.close()]);
  }
}

/** Until the worker has taken up what was started. */
const SETTLE_MS = 10_000;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

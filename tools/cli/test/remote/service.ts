import { startStack } from '@facet/stack';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    apiUrl: string;
    /** An API with the same data whose rate limit is reached soon. */
    tightApiUrl: string;
  }
}

/** Covers one list of ten tokens, and a second one after some seconds. */
const tightLimit = { FACET_COST_CAPACITY: '50', FACET_COST_REFILL_PER_SECOND: '10' };

/** Starts the whole service as it runs in production: PostgreSQL, Temporal, the API and a worker with the demo model. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = await startStack();
  try {
    const [api, tightApi] = await Promise.all([
      stack.startApi(),
      stack.startApi(tightLimit),
      stack.startWorker({ FACET_SEGMENT_STEPS: '6' }),
    ]);
    project.provide('apiUrl', api.url);
    project.provide('tightApiUrl', tightApi.url);
    return () => stack.close();
  } catch (error) {
    await stack.close();
    throw error;
  }
}

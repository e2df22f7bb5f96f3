import { freePort } from '@facet/services';
import { startStack } from '@facet/stack';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    apiUrl: string;
    /** An API with the same data whose rate limit is reached soon. */
    tightApiUrl: string;
    /** Where the test's page is, which the API knows. */
    pageOrigin: string;
  }
}

/** Covers one list of ten tokens, and a second one after some seconds. */
const TIGHT = { FACET_COST_CAPACITY: '50', FACET_COST_REFILL_PER_SECOND: '10' };

/** Starts the whole service, with the demo model. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const pageOrigin = `http://127.0.0.1:${await freePort()}`;
  const stack = await startStack({ environment: { FACET_WEB_ORIGINS: pageOrigin, FACET_SEGMENT_STEPS: '6' } });
  try {
    const [api, tightApi] = await Promise.all([stack.startApi(), stack.startApi(TIGHT), stack.startWorker()]);
    project.provide('apiUrl', api.url);
    project.provide('tightApiUrl', tightApi.url);
    project.provide('pageOrigin', pageOrigin);
    return () => stack.close();
  } catch (error) {
    await stack.close();
    throw error;
  }
}

import { startStack } from '@facet/stack';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    workerServers: { adminUrl: string; appUrl: string; opsUrl: string; temporalAddress: string };
  }
}

/** Starts PostgreSQL, migrated, and Temporal. Where no Temporal is yet, having it made takes minutes. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { adminUrl, appUrl, opsUrl, temporalAddress, close } = await startStack();
  project.provide('workerServers', { adminUrl, appUrl, opsUrl, temporalAddress });
  return close;
}

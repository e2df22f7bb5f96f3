import { startStack } from '@facet/stack';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';

export interface Servers {
  readonly adminUrl: string;
  readonly appUrl: string;
  readonly opsUrl: string;
  readonly template: string;
  readonly temporalAddress: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    servers: Servers;
  }
}

const TEMPLATE = 'facet_api_template';

/** Starts the real servers, and makes a migrated database, which test files copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { adminUrl, appUrl, opsUrl, temporalAddress, close } = await startStack();
  // From another database, because one that somebody is connected to cannot be copied.
  const maker = new URL(adminUrl);
  maker.pathname = '/postgres';
  const client = new Client({ connectionString: maker.href });
  await client.connect();
  await client.query(`create database ${TEMPLATE} template facet`);
  await client.end();
  project.provide('servers', { adminUrl, appUrl, opsUrl, template: TEMPLATE, temporalAddress });
  return close;
}

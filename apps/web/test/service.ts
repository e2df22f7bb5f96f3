import { createLibrary, createOrganization, listModels } from '@facet/client';
import { newcomer } from '@facet/client/testing';
import { freePort } from '@facet/services';
import { startStack } from '@facet/stack';
import { setTimeout as delay } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { takeApart } from './take-apart.ts';

declare module 'vitest' {
  interface ProvidedContext {
    webUrl: string;
    apiUrl: string;
    /** Of programs over the same data. */
    environment: Readonly<Record<string, string>>;
    /** Somebody with a library of the four tokens of one picture, and a second organisation without any. */
    ada: Person;
    /** Somebody with the tokens of two pictures. */
    cleo: Account;
    /** Somebody who has nothing yet. */
    bob: Account;
  }
}

export interface Account {
  readonly email: string;
  readonly password: string;
  readonly organizationId: string;
}

export interface Person extends Account {
  readonly teamId: string;
  readonly runId: string;
}

/** Of a run that is to be there, and not good. */
const STEPS = 6;

/** Starts the whole service with the web application over it, and one run that is finished. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const port = await freePort();
  const webUrl = `http://127.0.0.1:${port}`;
  const stack = await startStack({
    environment: {
      FACET_WEB_ORIGINS: webUrl,
      FACET_WEB_URL: webUrl,
      FACET_SEGMENT_STEPS: '4',
      FACET_ALLOW_ADDRESSES: '127.0.0.0/8',
    },
  });
  try {
    const [api] = await Promise.all([stack.startApi(), stack.startWorker()]);
    await stack.startWeb(api, port);
    project.provide('webUrl', webUrl);
    project.provide('apiUrl', api.url);
    project.provide('environment', stack.environment);
    const { email, password, organizationId } = await newcomer(api.url);
    project.provide('bob', { email, password, organizationId });
    project.provide('ada', await ada(api.url));
    project.provide('cleo', await cleo(api.url));
    return () => stack.close();
  } catch (error) {
    await stack.close();
    throw error;
  }
}

async function ada(apiUrl: string): Promise<Person> {
  const { client, email, password, organizationId } = await newcomer(apiUrl);
  const teamId = await createOrganization(client, { name: 'The Team', slug: 'the-team' });
  // A worker that has just come up is a moment away from offering its model.
  while (!(await listModels(client)).some(({ devices }) => devices.length > 0)) await delay(100);
  const libraryId = await createLibrary(client, { name: 'Cats', visibility: 'ORGANIZATION' });
  const runId = await takeApart(client, libraryId, 'cat', { name: 'Striped cat', objectWord: 'cat', steps: STEPS });
  await client.close();
  return { email, password, organizationId, teamId, runId };
}

async function cleo(apiUrl: string): Promise<Account> {
  const { client, email, password, organizationId } = await newcomer(apiUrl);
  const libraryId = await createLibrary(client, { name: 'Two', visibility: 'ORGANIZATION' });
  await takeApart(client, libraryId, 'cat', { name: 'Striped cat', objectWord: 'cat', method: 'words' });
  await takeApart(client, libraryId, 'house', { name: 'Red house', objectWord: 'house', method: 'words' });
  await client.close();
  return { email, password, organizationId };
}

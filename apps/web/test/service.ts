import {
  createLibrary,
  createOrganization,
  startInversion,
  uploadPicture,
  untilFinished,
  followInversion,
  listModels,
} from '@facet/client';
import { newcomer } from '@facet/client/testing';
import { freePort } from '@facet/services';
import { startStack } from '@facet/stack';
import { openAsBlob } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { references } from './references.ts';

declare module 'vitest' {
  interface ProvidedContext {
    webUrl: string;
    apiUrl: string;
    /** Somebody with a library of the four tokens of one picture, and a second organisation without any. */
    ada: Person;
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
    environment: { FACET_WEB_ORIGINS: webUrl, FACET_WEB_URL: webUrl, FACET_SEGMENT_STEPS: '4' },
  });
  try {
    const [api] = await Promise.all([stack.startApi(), stack.startWorker()]);
    await stack.startWeb(api, port);
    project.provide('webUrl', webUrl);
    project.provide('apiUrl', api.url);
    const { email, password, organizationId } = await newcomer(api.url);
    project.provide('bob', { email, password, organizationId });
    project.provide('ada', await ada(api.url));
    return () => stack.close();
  } catch (error) {
    await stack.close();
    throw error;
  }
}

async function ada(apiUrl: string): Promise<Person> {
  const { client, email, password, organizationId } = await newcomer(apiUrl);
  const teamId = await createOrganization(client, { name: 'The Team', slug: 'the-team' });
  const libraryId = await createLibrary(client, { name: 'Cats', visibility: 'ORGANIZATION' });
  const { id: imageId } = await uploadPicture(client, { name: 'cat', body: await openAsBlob(references.cat) });
  // A worker that has just come up is a moment away from offering its model.
  while (!(await listModels(client)).some(({ devices }) => devices.length > 0)) await delay(100);
  const { id: runId } = await startInversion(client, {
    imageId,
    libraryId,
    name: 'Striped cat',
    objectWord: 'cat',
    steps: STEPS,
  });
  await untilFinished(followInversion(client, runId));
  await client.close();
  return { email, password, organizationId, teamId, runId };
}

import { openRemote, type CommandContext } from '@facet/cli';
import {
  chooseOrganization,
  ClientError,
  createApiKey,
  createOrganization,
  getViewer,
  type Client,
  type Credentials,
} from '@facet/client';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writePrivate } from '../private-file.ts';
import { enter, type Account } from './session.ts';

/** How the demo organisation is used: by people with the account, by programs with the key. */
export interface DemoAccess {
  readonly organizationId: string;
  readonly apiKey: string;
}

/** Where the API is, and where it takes itself to be. */
export interface Api {
  readonly url: string;
  readonly publicUrl: string;
}

/** The most that the API gives. */
const KEY_DAYS = 365;

/**
 * The demo user, its organisation and an API key, as a file has them, or made through the API where they are not (any more) in
 * this database.
 */
export async function demoAccess(
  context: CommandContext,
  api: Api,
  account: Account,
  file: string,
): Promise<DemoAccess> {
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoAccess) : undefined;
  const actingAs = (credentials: Credentials): Client => openRemote({ url: api.url, credentials, context });
  if (kept && (await actsFor(actingAs({ apiKey: kept.apiKey }), kept.organizationId))) return kept;
  const session = await enter(api.url, api.publicUrl, account);
  const within = (organizationId?: string): Client => actingAs({ ...session, organizationId });
  const isMember = kept && (await actsFor(within(kept.organizationId), kept.organizationId));
  const organizationId = isMember ? kept.organizationId : await makeOrganization(within());
  // Whoever signs in with the account shall see what the demo makes.
  await chooseOrganization({ ...session, url: api.url, origin: api.publicUrl }, organizationId);
  const access = { organizationId, apiKey: await makeKey(within(organizationId)) };
  writePrivate(file, JSON.stringify(access, null, 2));
  return access;
}

/** Whether the credentials are good for this organisation, here and now. */
async function actsFor(client: Client, organizationId: string): Promise<boolean> {
  try {
    const { viewer } = await getViewer(client);
    return viewer.organization.id === organizationId;
  } catch (error) {
    if (error instanceof ClientError && ['unauthenticated', 'not-found'].includes(error.code)) return false;
    throw error;
  }
}

// Others in the same database may have made a demo organisation, too.
const makeOrganization = (client: Client): Promise<string> =>
  createOrganization(client, { name: 'Demo', slug: `demo-${randomBytes(4).toString('hex')}` });

const makeKey = (client: Client): Promise<string> =>
  createApiKey(client, { name: 'npm start', scopes: ['READ', 'WRITE'], expiresInDays: KEY_DAYS });

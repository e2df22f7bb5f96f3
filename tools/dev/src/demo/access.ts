import {
  accepted,
  connect,
  CreateApiKeyDocument,
  CreateOrganizationDocument,
  RemoteError,
  ViewerDocument,
  type CommandContext,
  type Credentials,
  type Remote,
} from '@facet/cli';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writePrivate } from '../start/private-file.ts';
import { signIn, type Account } from './session.ts';

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
  const actingAs = (credentials: Credentials): Remote => connect({ url: api.url, credentials, context });
  if (kept && (await actsFor(actingAs({ apiKey: kept.apiKey }), kept.organizationId))) return kept;
  const cookie = await signIn(api.url, api.publicUrl, account);
  const within = (organizationId?: string): Remote => actingAs({ cookie, organizationId });
  const isMember = kept && (await actsFor(within(kept.organizationId), kept.organizationId));
  const organizationId = isMember ? kept.organizationId : await createOrganization(within());
  const access = { organizationId, apiKey: await createKey(within(organizationId)) };
  writePrivate(file, JSON.stringify(access, null, 2));
  return access;
}

/** Whether the credentials are good for this organisation, here and now. */
async function actsFor(remote: Remote, organizationId: string): Promise<boolean> {
  try {
    const { viewer } = await remote.run(ViewerDocument, {});
    return viewer.organization.id === organizationId;
  } catch (error) {
    if (error instanceof RemoteError && ['unauthenticated', 'not-found'].includes(error.code)) return false;
    throw error;
  }
}

async function createOrganization(remote: Remote): Promise<string> {
  // Others in the same database may have made a demo organisation, too.
  const slug = `demo-${randomBytes(4).toString('hex')}`;
  const { createOrganization: result } = await remote.run(CreateOrganizationDocument, { name: 'Demo', slug });
  return accepted(result).id;
}

async function createKey(remote: Remote): Promise<string> {
  const { createApiKey: result } = await remote.run(CreateApiKeyDocument, {
    name: 'npm start',
    scopes: ['READ', 'WRITE'],
    expiresInDays: KEY_DAYS,
  });
  return accepted(result).secret;
}

import { decodeId } from '../src/ids.ts';
import type { TestApi } from './api.ts';
import type { Person } from './client.ts';
import { watchAs } from './watch.ts';

export const FEED = `subscription { organizationChanges { __typename
  ... on FeedResync { resync: reason } ... on FeedEnd { end: reason }
  ... on FeedChanges { changes { change typename id
    node { id ... on Library { name visibility } ... on Token { name } ... on Inversion { status } ... on Member { role } } } } } }`;

export interface FeedChange {
  readonly change: 'CREATED' | 'CHANGED' | 'DELETED';
  readonly typename: string;
  readonly id: string;
  readonly node: Record<string, string> | null;
}

export interface Feed {
  /** What was told so far. */
  readonly changes: readonly FeedChange[];
  readonly resyncs: readonly string[];
  readonly ends: readonly string[];
  /** Answered once the subscription is over. */
  readonly over: Promise<void>;
  close(): Promise<void>;
}

/** Follows an organisation over a socket of its own, and has begun when this resolves. */
export async function followAs(
  api: TestApi,
  headers: Record<string, string>,
  { query = FEED, connectionParams = {} }: { query?: string; connectionParams?: Record<string, string> } = {},
): Promise<Feed> {
  const { events, close } = watchAs(api, headers, { query, variables: {} }, connectionParams);
  const feed = { changes: [] as FeedChange[], resyncs: [] as string[], ends: [] as string[] };
  const note = ({
    data,
    errors,
  }: {
    data?: Record<string, never>;
    errors?: readonly { message: string }[] | undefined;
  }): void => {
    if (errors) throw new Error(errors[0]!.message);
    const { changes, resync, end } = data!['organizationChanges'] as unknown as Record<string, never>;
    if (changes) feed.changes.push(...(changes as FeedChange[]));
    if (resync) feed.resyncs.push(resync);
    if (end) feed.ends.push(end);
  };
  const first = await events.next();
  note(first.value);
  const over = (async () => {
    for await (const event of events) note(event);
  })();
  // Of sockets that are still open when the service goes down.
  over.catch(() => undefined);
  return { ...feed, over, close: async () => close() };
}

/** Makes somebody a member of another's personal organisation; the headers with which they act there. */
export async function addMember(
  api: TestApi,
  owner: Person,
  member: Person,
  role: string,
): Promise<Record<string, string>> {
  const organizationId = decodeId('Organization', owner.organizationId);
  await api.admin.query('insert into auth.member (organization_id, user_id, role) values ($1, $2, $3)', [
    organizationId,
    member.userId,
    role,
  ]);
  return { cookie: member.cookie, 'facet-organization': owner.organizationId };
}

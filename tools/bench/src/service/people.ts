import { OrganizationId, UserId } from '@facet/contracts';
import { newcomer } from '@facet/client/testing';

/** Somebody who has signed up, with an organisation of their own. */
export interface Person {
  readonly cookie: string;
  readonly userId: UserId;
  readonly organizationId: OrganizationId;
}

export async function signUp(apiUrl: string): Promise<Person> {
  const { session, organizationId } = await newcomer(apiUrl);
  return {
    cookie: session.cookie,
    userId: UserId.parse(session.user.id),
    organizationId: OrganizationId.parse(rowId(organizationId)),
  };
}

export const globalId = (kind: string, id: string): string => Buffer.from(`${kind}:${id}`).toString('base64url');

/** The row's id of a global id. */
const rowId = (globalId: string): string => Buffer.from(globalId, 'base64url').toString().split(':')[1]!;

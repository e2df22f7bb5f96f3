import type { CallOptions, Client } from '../client.ts';
import { accepted, type Accepted } from '../errors/accepted.ts';
import type { InversionFieldsFragment } from '../operations/fragments.graphql.ts';
import {
  CancelInversionDocument,
  InversionFilesDocument,
  InversionProgressDocument,
  ResumeInversionDocument,
  StartInversionDocument,
  type InversionFilesQuery,
  type StartInversionMutationVariables,
} from '../operations/inversions.graphql.ts';
import { follow } from './follow.ts';

export type Inversion = InversionFieldsFragment;

/** Queues an inversion. With a `clientMutationKey` that was used before it is the one that was started then. */
export async function startInversion(client: Client, input: StartInversionMutationVariables): Promise<Inversion> {
  return accepted((await client.run(StartInversionDocument, input)).startInversion);
}

/** Queues a cancelled or failed inversion again, from its last checkpoint. */
export async function resumeInversion(client: Client, id: string): Promise<Inversion> {
  return accepted((await client.run(ResumeInversionDocument, { id })).resumeInversion);
}

/** Asks the service to stop an inversion; its checkpoint stays. */
export async function cancelInversion(client: Client, id: string): Promise<Inversion> {
  return accepted((await client.run(CancelInversionDocument, { id })).cancelInversion);
}

/** The inversion as it is, with addresses of its files as far as they are there. */
export async function getInversion(client: Client, id: string): Promise<Accepted<InversionFilesQuery['inversion']>> {
  return accepted((await client.run(InversionFilesDocument, { id })).inversion);
}

/** Every state of an inversion until it is over; see `follow`. */
export const followInversion = (client: Client, id: string, options?: CallOptions): AsyncGenerator<Inversion> =>
  follow(client, InversionProgressDocument, { id }, options);

import type { CallOptions, Client } from '../client.ts';
import { accepted, type Accepted } from '../errors/accepted.ts';
import {
  CancelCompositionDocument,
  ComposeImagesDocument,
  CompositionOutputsDocument,
  CompositionProgressDocument,
  type ComposeImagesMutationVariables,
  type CompositionOutputsQuery,
} from '../operations/compositions.graphql.ts';
import type { CompositionFieldsFragment } from '../operations/fragments.graphql.ts';
import { follow } from './follow.ts';

export type Composition = CompositionFieldsFragment;

/** Queues a composition. */
export async function startComposition(client: Client, input: ComposeImagesMutationVariables): Promise<Composition> {
  return accepted((await client.run(ComposeImagesDocument, input)).composeImages);
}

/** Asks the service to stop a composition; the pictures that are drawn stay. */
export async function cancelComposition(client: Client, id: string): Promise<Composition> {
  return accepted((await client.run(CancelCompositionDocument, { id })).cancelComposition);
}

/** The composition as it is, with the pictures that are drawn. */
export async function getComposition(
  client: Client,
  id: string,
): Promise<Accepted<CompositionOutputsQuery['composition']>> {
  return accepted((await client.run(CompositionOutputsDocument, { id })).composition);
}

/** Every state of a composition until it is over; see `follow`. */
export const followComposition = (client: Client, id: string, options?: CallOptions): AsyncGenerator<Composition> =>
  follow(client, CompositionProgressDocument, { id }, options);

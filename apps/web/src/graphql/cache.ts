import type { InMemoryCacheConfig, Reference } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { possibleTypes } from './schema.ts';

interface Signed {
  readonly url: string;
  readonly expiresAt: string;
}

const STILL_GOOD_MS = 60_000;

/** Addresses are signed anew in every answer. One that still holds stays, so that pictures are neither fetched again nor flicker. */
function keepValid(existing: Signed | null | undefined, incoming: Signed | null | Reference): Signed | null {
  const next = incoming as Signed | null;
  if (!existing || !next) return next;
  const isSameFile = existing.url.split('?')[0] === next.url.split('?')[0];
  return isSameFile && Date.parse(existing.expiresAt) - Date.now() > STILL_GOOD_MS ? existing : next;
}

const signed = { merge: keepValid };

/** What Apollo's cache has to know of this API. */
export const cacheConfig: InMemoryCacheConfig = {
  possibleTypes,
  typePolicies: {
    Query: {
      fields: {
        tokens: relayStylePagination([
          'attribute',
          'text',
          'libraryId',
          'favorites',
          'mine',
          'madeById',
          'tags',
          'inversionId',
          'order',
        ]),
        inversions: relayStylePagination(['statuses', 'text', 'imageId']),
        images: relayStylePagination(['name', 'status', 'sha256']),
        auditEvents: relayStylePagination(['action']),
        compositions: relayStylePagination(['statuses', 'text']),
        // What a mutation has brought needs not be asked for by its id.
        grid: {
          read: (known: Reference | undefined, { args, toReference }) =>
            known ?? toReference({ __typename: 'Grid', id: args!['id'] }),
        },
      },
    },
    Image: { fields: { picture: signed, file: signed } },
    Webhook: { fields: { deliveries: relayStylePagination() } },
    // A report belongs to its token: what two queries ask of it is of the same one.
    Token: { fields: { picture: signed, leakReport: { merge: true } } },
    Output: { fields: { picture: signed, file: signed } },
    Inversion: { fields: { picture: signed, assessment: { merge: true } } },
  },
};

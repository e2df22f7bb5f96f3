'use client';
import { useQuery } from '@apollo/client/react';
import { useCallback, useEffect, useRef } from 'react';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';
import { SlotTokensDocument } from './compose.graphql.ts';

/** A token of a slot; null for one that is gone or not shared any more, undefined while it is being read. */
export type SlotToken = TokenCardFragment | null | undefined;

/** What the server has found for an id. */
export type KnownToken = readonly [id: string, token: TokenCardFragment | null];

/**
 * The tokens that the board names, as they are: one that is deleted or not shared any more becomes null while the board is open. Those
 * that came with the page, or were placed from the tray, are known already, so that nothing flickers while they are read.
 */
export function useSlotTokens(
  ids: readonly string[],
  given: readonly KnownToken[] = [],
): {
  readonly tokenOf: (id: string) => SlotToken;
  readonly know: (token: TokenCardFragment) => void;
} {
  const known = useRef(new Map<string, TokenCardFragment | null>(given));
  const { data } = useQuery(SlotTokensDocument, { variables: { ids }, skip: ids.length === 0 });
  const read = data?.nodes.flatMap((node) => (node?.__typename === 'Token' ? [node] : []));
  useEffect(() => {
    if (data) for (const id of ids) known.current.set(id, read?.find((token) => token.id === id) ?? null);
  });
  const know = useCallback((token: TokenCardFragment): void => void known.current.set(token.id, token), []);
  const tokenOf = (id: string): SlotToken =>
    read ? (read.find((token) => token.id === id) ?? null) : known.current.get(id);
  return { tokenOf, know };
}

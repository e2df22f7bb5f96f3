'use client';
import { useQuery } from '@apollo/client/react';
import { useCallback, useRef } from 'react';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';
import { SlotTokensDocument } from './compose.graphql.ts';

/** A token of a slot; null for one that is gone or not shared any more, undefined while it is being read. */
export type SlotToken = TokenCardFragment | null | undefined;

/** The tokens that the board names. Those that were placed from the tray are known already. */
export function useSlotTokens(ids: readonly string[]): {
  readonly tokenOf: (id: string) => SlotToken;
  readonly know: (token: TokenCardFragment) => void;
} {
  const known = useRef(new Map<string, TokenCardFragment | null>());
  const missing = ids.filter((id) => !known.current.has(id));
  const { data } = useQuery(SlotTokensDocument, { variables: { ids: missing }, skip: missing.length === 0 });
  if (data && missing.length > 0 && data.nodes.length === missing.length)
    for (const [index, node] of data.nodes.entries())
      known.current.set(missing[index]!, node?.__typename === 'Token' ? node : null);
  const know = useCallback((token: TokenCardFragment): void => void known.current.set(token.id, token), []);
  return { tokenOf: (id) => known.current.get(id), know };
}

'use client';
import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useCallback, useEffect, useRef } from 'react';
import { toSearch } from './board-address.ts';
import type { Board } from './board.ts';
import { DraftDocument, SaveDraftDocument } from './compose.graphql.ts';

const PAUSE_MS = 1000;

/**
 * Keeps the board on the server once it rests or is left, so that another device goes on with it. Of two that are changed at once, the
 * later one stays.
 */
export function useDraft(board: Board, revision: number): void {
  const client = useApolloClient();
  const text = toSearch(board).toString();
  const latest = useRef(text);
  latest.current = text;
  const last = useRef({ revision, text });
  const save = useCallback((): void => {
    const text = latest.current;
    if (text === last.current.text) return;
    const { text: before } = last.current;
    last.current = { ...last.current, text };
    void keep(client, JSON.stringify({ board: text }), last.current.revision).then(
      (kept) => (last.current = { ...last.current, revision: kept }),
      // Nobody is disturbed: the address has the board, too, and the next change saves it, or leaving it.
      () => void (last.current = { ...last.current, text: before }),
    );
  }, [client]);
  useEffect(() => {
    const timer = setTimeout(save, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, save]);
  // Who goes to another page at once finds the board here again, too.
  useEffect(() => save, [save]);
}

/** Saves over what is there, also where another device was faster. @returns the revision that the draft has then */
async function keep(client: ApolloClient, content: string, revision: number): Promise<number> {
  const save = async (over: number) =>
    (await client.mutate({ mutation: SaveDraftDocument, variables: { content, revision: over } })).data?.saveBoardDraft;
  const first = await save(revision);
  if (first?.__typename === 'BoardDraft') return first.revision;
  const { data } = await client.query({ query: DraftDocument, fetchPolicy: 'network-only' });
  const found = data?.boardDraft?.revision ?? 0;
  const second = await save(found);
  return second?.__typename === 'BoardDraft' ? second.revision : found;
}

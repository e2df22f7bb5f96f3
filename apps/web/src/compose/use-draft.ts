'use client';
import { useMutation } from '@apollo/client/react';
import { useEffect, useRef } from 'react';
import { toSearch, type Board } from './board.ts';
import { SaveDraftDocument } from './compose.graphql.ts';

const PAUSE_MS = 1000;

/** Keeps the board on the server once it rests, so that another device goes on with it. Of two that are changed at once, the later one stays. */
export function useDraft(board: Board, revision: number): void {
  const [save] = useMutation(SaveDraftDocument);
  const last = useRef({ revision, text: toSearch(board).toString() });
  useEffect(() => {
    const text = toSearch(board).toString();
    if (text === last.current.text) return undefined;
    const timer = setTimeout(() => {
      const content = JSON.stringify({ board: text });
      last.current = { ...last.current, text };
      void save({ variables: { content, revision: last.current.revision } }).then(
        ({ data }) => {
          const answer = data?.saveBoardDraft;
          if (answer?.__typename === 'BoardDraft') last.current = { ...last.current, revision: answer.revision };
        },
        // Nobody is disturbed: the address has the board, too, and the next change saves it.
        () => undefined,
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [board, save]);
}

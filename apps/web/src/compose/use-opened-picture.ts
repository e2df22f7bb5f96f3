'use client';
import { useState } from 'react';
import { why } from '../graphql/why.ts';
import { withSession } from '../graphql/with-session.ts';
import { texts } from '../texts/texts.ts';
import { boardOf, type Board } from './board.ts';

const t = texts.compose.opened;

export interface OpenedPicture {
  /** Reads the first of them. */
  readonly open: (files: readonly File[]) => void;
  readonly isReading: boolean;
  /** What came of it, when that is more than the board. */
  readonly notice: { readonly tone: 'warn' | 'danger'; readonly text: string } | undefined;
}

/** A picture of Facet's, out of a folder or from somebody else, becomes the board that it was drawn from. */
export function useOpenedPicture(
  organizationId: string,
  offered: Parameters<typeof boardOf>[1],
  onBoard: (board: Board) => void,
): OpenedPicture {
  const [isReading, setReading] = useState(false);
  const [notice, setNotice] = useState<OpenedPicture['notice']>();
  const read = async (file: File): Promise<void> => {
    setReading(true);
    setNotice(undefined);
    try {
      const { recipeOf } = await import('./picture-recipe.ts');
      const recipe = await withSession(() => recipeOf(organizationId, file));
      onBoard(boardOf(recipe, offered));
      const missing = recipe.slots.filter(({ token }) => token === null);
      const names = missing.map(({ attribute, tokenName }) => tokenName ?? texts.attributes[attribute]);
      if (names.length > 0) setNotice({ tone: 'warn', text: t.missing(names) });
    } catch (error) {
      setNotice({ tone: 'danger', text: why(error) });
    } finally {
      setReading(false);
    }
  };
  return {
    open: ([file]) => void (file && !isReading && read(file)),
    isReading,
    notice,
  };
}

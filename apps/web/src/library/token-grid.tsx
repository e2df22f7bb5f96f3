'use client';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type ComponentProps } from 'react';
import type { Selection } from './use-selection.ts';
import { texts } from '../texts/texts.ts';
import { TokenCard } from '../tokens/token-card.tsx';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';
import { TokenPlace } from '../tokens/token-place.tsx';
import { useColumns } from './use-columns.ts';
import { useDraggable } from './use-draggable.ts';

/** Rows beyond what is seen, so that scrolling finds them drawn. */
const OVERSCAN = 3;

/**
 * All tokens of a list, of which only those in sight are in the page. Its scrollbar is the whole list's: tokens that have not been
 * read yet have their place. The style sheet says how many columns there are, so the server's page needs not guess.
 */
export function TokenGrid({
  tokens,
  total,
  onReach,
  onOpen,
  selection,
  isDraggable,
}: {
  readonly tokens: readonly TokenCardFragment[];
  readonly total: number;
  /** Somebody looks at the place of this one, counted from 0. */
  readonly onReach: (index: number) => void;
  readonly onOpen: (id: string) => void;
  readonly selection: Selection;
  /** Whether tokens can be dragged into another library. */
  readonly isDraggable: boolean;
}) {
  const grid = useRef<HTMLUListElement>(null);
  const shape = useColumns(grid);
  const columns = shape?.columns ?? 1;
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => setScrollMargin(grid.current?.offsetTop ?? 0), []);
  const rows = useWindowVirtualizer({
    count: Math.ceil(total / columns),
    estimateSize: () => shape?.rowHeight ?? 300,
    overscan: OVERSCAN,
    scrollMargin,
    enabled: shape !== undefined,
  });
  useEffect(() => rows.measure(), [rows, shape]);

  const seen = rows.getVirtualItems();
  const [first, last] = [seen[0], seen.at(-1)];
  const from = shape && first ? first.index * columns : 0;
  const to = shape && last ? Math.min(total, (last.index + 1) * columns) : Math.min(total, tokens.length);
  const furthest = to - 1;
  useEffect(() => {
    if (furthest >= tokens.length) onReach(furthest);
  }, [furthest, tokens.length, onReach]);

  /** A selected one brings all others that are selected along. */
  const draggedWith = (token: TokenCardFragment): readonly TokenCardFragment[] =>
    selection.ids.has(token.id) ? tokens.filter(({ id }) => selection.ids.has(id)) : [token];

  const above = shape && first ? first.start - scrollMargin : 0;
  const below = shape && last ? rows.getTotalSize() - (last.end - scrollMargin) : 0;
  return (
    <ul
      ref={grid}
      aria-label={texts.library.tokens}
      className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4 xl:grid-cols-5 2xl:grid-cols-6"
      // Not in the server's HTML, whose style attributes the policy refuses; scripts may set them.
      {...(shape && { style: { paddingTop: above, paddingBottom: Math.max(0, below) } })}
    >
      {Array.from({ length: Math.max(0, to - from) }, (_, offset) => {
        const index = from + offset;
        const token = tokens[index];
        return (
          <li key={token?.id ?? index} aria-setsize={total} aria-posinset={index + 1}>
            {token ? (
              <SelectableCard
                token={token}
                onOpen={onOpen}
                dragged={isDraggable ? draggedWith : undefined}
                isOn={selection.isOn}
                isChosen={selection.ids.has(token.id)}
                onToggle={selection.toggle}
              />
            ) : (
              <TokenPlace />
            )}
          </li>
        );
      })}
    </ul>
  );
}

function SelectableCard({
  token,
  onOpen,
  dragged,
  isOn,
  isChosen,
  onToggle,
}: Pick<ComponentProps<typeof TokenCard>, 'token' | 'onOpen'> &
  NonNullable<ComponentProps<typeof TokenCard>['selecting']> & {
    /** What is dragged with a token; undefined where none can be. */
    readonly dragged: ((token: TokenCardFragment) => readonly TokenCardFragment[]) | undefined;
  }) {
  const card = useRef<HTMLDivElement>(null);
  useDraggable(card, dragged && (() => dragged(token)));
  // The same object as long as nothing changes, so that a card is drawn anew only when it is another.
  const selecting = useMemo(() => ({ isOn, isChosen, onToggle }), [isOn, isChosen, onToggle]);
  return (
    <div ref={card}>
      <TokenCard token={token} onOpen={onOpen} selecting={selecting} />
    </div>
  );
}

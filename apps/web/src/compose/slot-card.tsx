'use client';
import { Grid2x2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { AttributeLabel } from '../attributes/attribute-label.tsx';
import { ATTRIBUTES } from '../attributes/attributes.ts';
import { texts } from '../texts/texts.ts';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';
import { IconButton } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { useLaterEffect } from '../ui/use-later-effect.ts';
import { loadDragging } from './load-dragging.ts';
import { EmptySlot } from './slot-empty.tsx';
import { SwapSlot } from './slot-swap.tsx';
import { TokenSlot } from './slot-token.tsx';
import type { SlotUse } from './slot-use.ts';
import type { SlotToken } from './use-slot-tokens.ts';

const t = texts.compose;

/** One of the four places. It takes tokens of its own attribute: by a drop, by a tap, or by its number. */
export function SlotCard({
  token,
  swapped,
  isActive,
  onActivate,
  onPlace,
  onClear,
  onSwap,
  onUnswap,
  ...use
}: SlotUse & {
  readonly token: SlotToken;
  /** Of a grid over this attribute, its tokens; undefined while there is none. */
  readonly swapped: readonly (readonly [id: string, token: SlotToken])[] | undefined;
  readonly isActive: boolean;
  readonly onActivate: () => void;
  readonly onPlace: (token: TokenCardFragment) => void;
  readonly onClear: () => void;
  /** Begins a grid over this attribute, or leaves it. */
  readonly onSwap: () => void;
  readonly onUnswap: (tokenId: string) => void;
}) {
  const { attribute, slot } = use;
  const card = useRef<HTMLLIElement>(null);
  const [isOver, setOver] = useState(false);
  const place = useRef(onPlace);
  place.current = onPlace;
  useLaterEffect(
    loadDragging,
    ({ dropTargetForElements }) =>
      dropTargetForElements({
        element: card.current!,
        canDrop: ({ source }) => (source.data['token'] as TokenCardFragment | undefined)?.attribute === attribute,
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: ({ source }) => {
          setOver(false);
          place.current(source.data['token'] as TokenCardFragment);
        },
      }),
    [attribute],
  );
  const name = texts.attributes[attribute];
  const lower = name.toLowerCase();
  return (
    <li
      ref={card}
      aria-label={t.slot(name)}
      onFocus={onActivate}
      onPointerDown={onActivate}
      className={cx(
        'flex min-w-0 flex-col rounded-xl border bg-surface p-2.5 shadow-card transition-colors',
        isOver || swapped ? 'border-accent' : isActive && 'border-edge/70',
        isOver && 'ring-2 ring-accent',
      )}
    >
      <div className="mb-2 flex h-6 items-center gap-1">
        <AttributeLabel attribute={attribute} />
        <IconButton
          label={swapped ? t.grid.leave(lower) : t.grid.begin(lower)}
          aria-pressed={swapped !== undefined}
          className={cx('ml-auto !h-6 !w-7', swapped ? 'bg-accent-soft !text-accent-strong' : '!text-muted')}
          onClick={onSwap}
        >
          <Grid2x2 className="!size-3.5" aria-hidden="true" />
        </IconButton>
        <kbd className="hidden rounded-sm border px-1.5 font-sans text-xs text-muted lg:block">
          {ATTRIBUTES.indexOf(attribute) + 1}
        </kbd>
      </div>
      {swapped ? (
        <SwapSlot {...use} tokens={swapped} onRemove={onUnswap} />
      ) : slot.tokenId === undefined ? (
        <EmptySlot {...use} />
      ) : (
        <TokenSlot {...use} token={token} onClear={onClear} />
      )}
    </li>
  );
}

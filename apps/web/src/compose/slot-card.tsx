'use client';
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { Eye, EyeOff, Plus, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { AttributeLabel } from '../attributes/attribute-label.tsx';
import { ATTRIBUTES, type Attribute } from '../attributes/attributes.ts';
import { percent } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { LEAK_TONE, leakageOf } from '../tokens/leakage.ts';
import { Picture, Proof } from '../tokens/proof.tsx';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';
import { Dot } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Slider } from '../ui/field.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import type { Slot } from './board.ts';
import type { SlotToken } from './use-slot-tokens.ts';

const t = texts.compose;

/** One of the four places. It takes tokens of its own attribute: by a drop, by a tap, or by its number. */
export function SlotCard({
  attribute,
  slot,
  token,
  isActive,
  onActivate,
  onChoose,
  onPlace,
  onChange,
  onClear,
}: {
  readonly attribute: Attribute;
  readonly slot: Slot;
  readonly token: SlotToken;
  readonly isActive: boolean;
  readonly onActivate: () => void;
  /** Asks for the tray. */
  readonly onChoose: () => void;
  readonly onPlace: (token: TokenCardFragment) => void;
  readonly onChange: (change: Partial<Slot>, isSmall?: boolean) => void;
  readonly onClear: () => void;
}) {
  const card = useRef<HTMLLIElement>(null);
  const [isOver, setOver] = useState(false);
  const place = useRef(onPlace);
  place.current = onPlace;
  useEffect(
    () =>
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
  const { tokenId, strength, isMuted, word } = slot;
  return (
    <li
      ref={card}
      aria-label={t.slot(name)}
      onFocus={onActivate}
      onPointerDown={onActivate}
      className={cx(
        'flex min-w-0 flex-col rounded-xl border bg-surface p-2.5 shadow-card transition-colors',
        isOver ? 'border-accent ring-2 ring-accent' : isActive && 'border-edge/70',
      )}
    >
      <div className="mb-2 flex h-6 items-center justify-between gap-1">
        <AttributeLabel attribute={attribute} />
        <kbd className="hidden rounded-sm border px-1.5 font-sans text-xs text-muted lg:block">
          {ATTRIBUTES.indexOf(attribute) + 1}
        </kbd>
      </div>
      {tokenId === undefined ? (
        <>
          <button
            type="button"
            onClick={onChoose}
            className="group flex aspect-square w-full flex-col items-center justify-center gap-2 rounded-lg border border-dashed border-edge/60 p-2 text-sm text-muted transition-colors hover:border-accent hover:bg-accent-soft hover:text-ink"
          >
            <span className="grid size-9 place-items-center rounded-full bg-sunken group-hover:bg-surface">
              <Plus className="size-4" aria-hidden="true" />
            </span>
            {t.empty}
          </button>
          <input
            aria-label={t.wordLabel(lower)}
            placeholder={t.word}
            maxLength={50}
            value={word}
            onChange={({ target }) => onChange({ word: target.value }, word !== '')}
            className="mt-2 h-9 w-full rounded-md border border-edge/60 bg-surface px-2.5 text-sm placeholder:text-muted"
          />
        </>
      ) : (
        <>
          <button
            type="button"
            onClick={onChoose}
            aria-label={t.swap(lower)}
            title={t.swap(lower)}
            className={cx(
              'relative block aspect-square w-full overflow-hidden rounded-lg',
              isMuted && 'opacity-35 grayscale',
            )}
          >
            {token === undefined && <Skeleton className="size-full" />}
            {token === null && (
              <span className="grid size-full place-items-center bg-warn-soft p-3 text-center text-sm text-ink">
                {t.ended}
              </span>
            )}
            {token && (
              <>
                <Picture url={token.inversion?.image?.thumbnail?.url ?? token.preview?.url} className="size-full" />
                <Proof
                  token={token}
                  className="absolute right-1.5 bottom-1.5 size-2/5 overflow-hidden rounded-md border-2 border-surface"
                />
              </>
            )}
          </button>
          <div className="mt-2 flex min-w-0 items-center gap-1.5">
            {token && <Dot tone={LEAK_TONE[leakageOf(token.leakReport)]} />}
            <p className="truncate text-sm font-medium" title={token?.name}>
              {token === null ? t.ended : (token?.name ?? ' ')}
            </p>
          </div>
          <Slider
            className="mt-1.5"
            label={t.strength(lower)}
            isBare
            shown={percent(strength)}
            min={0}
            max={2}
            step={0.05}
            value={strength}
            disabled={isMuted}
            onChange={({ target }) => onChange({ strength: Number(target.value) }, true)}
          />
          <div className="-mb-1 flex items-center justify-between">
            <IconButton
              label={isMuted ? t.unmute(lower) : t.mute(lower)}
              aria-pressed={isMuted}
              onClick={() => onChange({ isMuted: !isMuted })}
            >
              {isMuted ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
            </IconButton>
            <span aria-hidden="true" className="text-xs text-muted tabular-nums">
              {percent(strength)}
            </span>
            <IconButton label={t.clear(lower)} onClick={onClear}>
              <X aria-hidden="true" />
            </IconButton>
          </div>
        </>
      )}
    </li>
  );
}

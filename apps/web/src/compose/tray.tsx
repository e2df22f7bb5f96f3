'use client';
import { useQuery } from '@apollo/client/react';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { AttributeIcon } from '../attributes/attribute-label.tsx';
import { ATTRIBUTES, type Attribute } from '../attributes/attributes.ts';
import { texts } from '../texts/texts.ts';
import { LEAK_TONE, leakageOf } from '../tokens/leakage.ts';
import { Picture, Proof } from '../tokens/proof.tsx';
import { sourceUrl } from '../tokens/source-url.ts';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';
import { Dot } from '../ui/badge.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { TextField } from '../ui/field.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useDragSource } from '../ui/use-drag-source.ts';
import { TrayDocument } from './compose.graphql.ts';
import { loadDragging } from './load-dragging.ts';

const t = texts.compose;

/** The tokens of one attribute, to be dragged, tapped or chosen by keys. */
export function Tray({
  attribute,
  onAttribute,
  onPlace,
  placed,
  isSwap,
  focusFor,
}: {
  readonly attribute: Attribute;
  readonly onAttribute: (attribute: Attribute) => void;
  readonly onPlace: (token: TokenCardFragment) => void;
  /** Ids of tokens that are on the board in this attribute's slot. */
  readonly placed: readonly string[];
  /** The slot takes several, of which each may be taken out again. */
  readonly isSwap: boolean;
  /** A new one each time when the keyboard is to go to the first token of this attribute. */
  readonly focusFor?: { readonly attribute: Attribute } | undefined;
}) {
  const [text, setText] = useState('');
  const sought = useDeferredValue(text.trim());
  const { data, previousData, fetchMore } = useQuery(TrayDocument, {
    variables: { attribute, ...(sought !== '' && { text: sought }) },
  });
  const list = (data ?? previousData)?.tokens;
  const tokens = list?.edges.map(({ node }) => node).filter((token) => token.attribute === attribute);
  const panel = useRef<HTMLDivElement>(null);
  const focused = useRef(focusFor);
  // Not before they are there: those of the attribute before would take the focus with them when they go.
  useEffect(() => {
    if (focusFor === focused.current || focusFor?.attribute !== attribute || !tokens?.length) return;
    focused.current = focusFor;
    panel.current?.querySelector('button')?.focus();
  }, [focusFor, attribute, tokens?.length]);
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <div
        role="tablist"
        aria-label={texts.library.filterAttribute}
        className="grid grid-cols-4 gap-1 rounded-lg bg-sunken p-1"
      >
        {ATTRIBUTES.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            id={`tray-${each}`}
            aria-selected={each === attribute}
            aria-controls="tray-list"
            tabIndex={each === attribute ? 0 : -1}
            onClick={() => onAttribute(each)}
            onKeyDown={({ key, currentTarget }) => {
              const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
              if (step === 0) return;
              const next = ATTRIBUTES.at((ATTRIBUTES.indexOf(each) + step) % ATTRIBUTES.length)!;
              onAttribute(next);
              currentTarget.parentElement?.querySelector<HTMLElement>(`#tray-${next}`)?.focus();
            }}
            className={cx(
              'flex h-12 min-w-0 flex-col items-center justify-center gap-1 rounded-md text-xs font-medium',
              each === attribute ? 'bg-surface text-ink shadow-card' : 'text-muted hover:text-ink',
            )}
          >
            <AttributeIcon attribute={each} />
            {texts.attributes[each]}
          </button>
        ))}
      </div>
      <TextField
        label={t.traySearch}
        isLabelHidden
        type="search"
        placeholder={t.traySearch}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <div
        ref={panel}
        id="tray-list"
        role="tabpanel"
        aria-labelledby={`tray-${attribute}`}
        className="min-h-0 flex-1 overflow-y-auto"
      >
        {tokens?.length === 0 && (
          <div className="space-y-3 py-6 text-center text-sm text-muted">
            <p>{sought === '' ? t.trayEmpty : texts.library.nothing}</p>
            {sought === '' && (
              <ButtonLink size="small" href="/runs/new">
                {texts.library.emptyAction}
              </ButtonLink>
            )}
          </div>
        )}
        <ul aria-label={t.tray} className="grid grid-cols-2 gap-2 p-0.5">
          {tokens
            ? tokens.map((token) => (
                <TrayToken
                  key={token.id}
                  token={token}
                  isPlaced={placed.includes(token.id)}
                  isSwap={isSwap}
                  onPlace={onPlace}
                />
              ))
            : Array.from({ length: 4 }, (_, index) => <Skeleton key={index} className="aspect-square" />)}
        </ul>
        {list?.pageInfo.hasNextPage && (
          <div className="py-3 text-center">
            <Button size="small" onClick={() => void fetchMore({ variables: { after: list.pageInfo.endCursor } })}>
              {texts.runs.more}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function TrayToken({
  token,
  isPlaced,
  isSwap,
  onPlace,
}: {
  readonly token: TokenCardFragment;
  readonly isPlaced: boolean;
  readonly isSwap: boolean;
  readonly onPlace: (token: TokenCardFragment) => void;
}) {
  const item = useRef<HTMLLIElement>(null);
  useDragSource(
    item,
    loadDragging,
    ({ draggable }, element) => draggable({ element, getInitialData: () => ({ token }) }),
    [token],
  );
  return (
    <li ref={item}>
      <button
        type="button"
        aria-label={(isSwap ? t.grid.toggle : t.place)(token.name, texts.attributes[token.attribute].toLowerCase())}
        aria-pressed={isPlaced}
        onClick={() => onPlace(token)}
        className={cx(
          'group block w-full overflow-hidden rounded-lg border bg-surface text-left transition-shadow hover:shadow-float',
          isPlaced && 'border-accent ring-1 ring-accent',
        )}
      >
        <span className="relative block aspect-square">
          <Picture url={sourceUrl(token)} className="size-full" />
          <Proof
            token={token}
            className="absolute right-1 bottom-1 size-2/5 overflow-hidden rounded-md border-2 border-surface"
          />
        </span>
        <span className="flex items-center gap-1.5 px-2 py-1.5">
          <Dot tone={LEAK_TONE[leakageOf(token.leakReport)]} />
          <span className="truncate text-xs font-medium">{token.name}</span>
        </span>
      </button>
    </li>
  );
}

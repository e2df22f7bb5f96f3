'use client';
import { Heart } from 'lucide-react';
import { memo } from 'react';
import { AttributeLabel } from '../attributes/attribute-label.tsx';
import { texts } from '../texts/texts.ts';
import { Dot } from '../ui/badge.tsx';
import { cx } from '../ui/cx.ts';
import { LEAK_TONE, leakageOf, leakageText } from './leakage.ts';
import { Picture, Proof } from './proof.tsx';
import { sourceUrl } from './source-url.ts';
import type { TokenCardFragment } from './token-card.graphql.ts';

const t = texts.token;

/**
 * A token as it is recognised: the picture that it came from, a proof of its kind, and what it brings along. What is drawn from it
 * alone would look like some other picture, so that is for the drawer.
 */
export const TokenCard = memo(function TokenCard({
  token,
  onOpen,
  selecting,
}: {
  readonly token: TokenCardFragment;
  readonly onOpen: (id: string) => void;
  /** Where several can be chosen: whether this one is, and whether a touch chooses in place of opening. */
  readonly selecting?: { readonly isOn: boolean; readonly isChosen: boolean; readonly onToggle: (id: string) => void };
}) {
  const { id, name, attribute, picture, isFavorite, leakReport } = token;
  return (
    <article
      className={cx(
        'group @container relative overflow-hidden rounded-lg border bg-surface shadow-card transition-shadow hover:shadow-float',
        selecting?.isChosen && 'border-accent ring-2 ring-accent',
      )}
    >
      {/* No taller than its width says, whatever is in it: the place of a card that is not there yet is that tall. */}
      <div className="relative grid aspect-3/2 min-h-0 grid-cols-[2fr_1fr] grid-rows-[minmax(0,1fr)] gap-px bg-line">
        <Picture url={sourceUrl(token)} className="size-full min-w-0" />
        <div className="relative grid min-h-0 min-w-0 grid-rows-[minmax(0,1fr)_minmax(0,1fr)] gap-px">
          <Proof token={token} className="size-full min-h-0 min-w-0" />
          <Picture url={picture?.url} className="size-full min-h-0 min-w-0" />
        </div>
        {isFavorite && (
          <Heart
            className="absolute top-3 right-3 size-4 fill-attribute-color text-attribute-color"
            aria-hidden="true"
          />
        )}
      </div>
      <div className="space-y-1 px-3 pt-2.5 pb-3">
        <h2 className="text-sm font-medium tracking-normal">
          <button
            type="button"
            onClick={() => (selecting?.isOn ? selecting.onToggle(id) : onOpen(id))}
            aria-label={t.open(name, texts.attributes[attribute])}
            className="block max-w-full truncate after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {name}
          </button>
        </h2>
        {/* As tall for every token: a grid counts on its rows. */}
        <p className="flex flex-col gap-0.5 @min-[13rem]:flex-row @min-[13rem]:items-center @min-[13rem]:justify-between @min-[13rem]:gap-2">
          <AttributeLabel attribute={attribute} />
          <span className="flex min-w-0 items-center gap-1.5 text-xs text-muted">
            <Dot tone={LEAK_TONE[leakageOf(leakReport)]} />
            <span className="truncate">{leakageText(leakReport)}</span>
          </span>
        </p>
      </div>
      {selecting && (
        <label
          className={cx(
            'absolute top-0 left-0 z-10 cursor-pointer p-2.5 transition-opacity',
            !selecting.isOn &&
              'opacity-0 group-hover:opacity-100 focus-within:opacity-100 [@media(hover:none)]:pointer-events-none',
          )}
        >
          <input
            type="checkbox"
            aria-label={texts.shelf.selectToken(name, texts.attributes[attribute])}
            checked={selecting.isChosen}
            onChange={() => selecting.onToggle(id)}
            className="block size-5 accent-accent"
          />
        </label>
      )}
    </article>
  );
});

'use client';
import { Heart } from 'lucide-react';
import { memo } from 'react';
import { AttributeLabel } from '../attributes/attribute-label.tsx';
import { texts } from '../texts/texts.ts';
import { Dot } from '../ui/badge.tsx';
import { LEAK_TONE, leakageOf } from './leakage.ts';
import { Picture, Proof } from './proof.tsx';
import type { TokenCardFragment } from './token-card.graphql.ts';

const t = texts.token;

/**
 * A token as it is recognised: the picture that it came from, a proof of its kind, and what it brings along. What is drawn from it
 * alone would look like some other picture, so that is for the drawer.
 */
export const TokenCard = memo(function TokenCard({
  token,
  onOpen,
}: {
  readonly token: TokenCardFragment;
  readonly onOpen: (id: string) => void;
}) {
  const { id, name, attribute, picture, inversion, isFavorite, leakReport } = token;
  const leakage = leakageOf(leakReport);
  const source = inversion?.image?.picture?.url ?? picture?.url;
  return (
    <article className="group relative overflow-hidden rounded-lg border bg-surface shadow-card transition-shadow hover:shadow-float">
      <div className="relative grid aspect-3/2 grid-cols-[2fr_1fr] gap-px bg-line">
        <Picture url={source} className="size-full min-w-0" />
        <div className="relative grid min-w-0 grid-rows-[1fr_1fr] gap-px">
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
            onClick={() => onOpen(id)}
            aria-label={t.open(name, texts.attributes[attribute])}
            className="block max-w-full truncate after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {name}
          </button>
        </h2>
        <p className="flex flex-wrap items-center justify-between gap-x-2 gap-y-0.5">
          <AttributeLabel attribute={attribute} />
          <span className="flex min-w-0 items-center gap-1.5 text-xs text-muted">
            <Dot tone={LEAK_TONE[leakage]} />
            <span className="truncate">{t.leak[leakage]}</span>
          </span>
        </p>
      </div>
    </article>
  );
});

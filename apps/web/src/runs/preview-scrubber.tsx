'use client';
import { useState } from 'react';
import { texts } from '../texts/texts.ts';
import { Picture } from '../tokens/proof.tsx';
import { Slider } from '../ui/field.tsx';
import type { RunStateFragment } from './run.graphql.ts';

const t = texts.runs;

/** What the tokens drew on the way. It stays at the newest until somebody moves it. */
export function PreviewScrubber({
  segments,
  isOver,
}: {
  readonly segments: RunStateFragment['segments'];
  /** No more of them will come. */
  readonly isOver: boolean;
}) {
  const previews = segments.filter(({ picture }) => picture !== null);
  const [chosen, setChosen] = useState<number>();
  const shown = previews[Math.min(chosen ?? previews.length - 1, previews.length - 1)];
  if (!shown)
    return (
      <p className="grid aspect-square place-items-center rounded-lg bg-sunken p-4 text-center text-sm text-muted">
        {isOver ? t.noPreviews : t.previewsWait}
      </p>
    );
  return (
    <div>
      <Picture
        url={shown.picture?.url}
        alt={t.previewAt(shown.step)}
        className="aspect-square w-full rounded-lg border"
      />
      <Slider
        className="mt-3"
        label={t.previews}
        isLabelHidden
        shown={t.previewAt(shown.step)}
        min={0}
        max={previews.length - 1}
        value={previews.indexOf(shown)}
        disabled={previews.length < 2}
        onChange={({ target }) => {
          const index = Number(target.value);
          setChosen(index === previews.length - 1 ? undefined : index);
        }}
      />
    </div>
  );
}

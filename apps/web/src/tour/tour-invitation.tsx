'use client';
import { Compass } from 'lucide-react';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { useTour } from './tour.tsx';

const t = texts.tour;

/** Asks somebody who is here for the first time; the answer is remembered. */
export function TourInvitation() {
  const { progress, goTo } = useTour();
  if (progress !== undefined) return null;
  return (
    <section
      aria-label={t.title}
      className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-xl bg-accent-soft px-4 py-3.5"
    >
      <Compass className="size-5 shrink-0 text-accent" aria-hidden="true" />
      <p className="min-w-0 flex-1 basis-60 text-base">{t.invitation}</p>
      <span className="flex gap-2">
        <Button size="small" look="quiet" onClick={() => goTo('done')}>
          {t.notNow}
        </Button>
        <Button size="small" look="primary" onClick={() => goTo(1)}>
          {t.start}
        </Button>
      </span>
    </section>
  );
}

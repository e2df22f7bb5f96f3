'use client';
import { ArrowLeft, ArrowRight, X } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { texts } from '../texts/texts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { TOUR_STEPS } from './progress.ts';

const t = texts.tour;

/** Where each step is; what it is about carries the name as `data-tour`, and the style sheet outlines it. */
const PLACES = [
  { path: '/', target: 'tokens' },
  { path: '/compose', target: 'slots' },
  { path: '/compose', target: 'run' },
  { path: '/runs/new', target: 'drop' },
] as const;

/** One step of the tour, beside what it is about, which can be used meanwhile. */
export function TourCard({
  step,
  onStep,
}: {
  readonly step: number;
  readonly onStep: (next: number | 'done') => void;
}) {
  const router = useRouter();
  const path = usePathname();
  const heading = useRef<HTMLHeadingElement>(null);
  const place = PLACES[step - 1]!;
  const text = t.steps[step - 1]!;
  const isLast = step === TOUR_STEPS;

  // Who goes elsewhere in the middle of the tour is let go, and led back by its buttons.
  const goTo = (next: number): void => {
    const there = PLACES[next - 1]!.path;
    onStep(next);
    if (path !== there) router.push(there);
  };
  useEffect(() => {
    document.documentElement.dataset['tour'] = place.target;
    heading.current?.focus();
    return () => void delete document.documentElement.dataset['tour'];
  }, [place]);

  return (
    <section
      aria-labelledby="tour-title"
      onKeyDown={({ key }) => key === 'Escape' && onStep('done')}
      className="fixed inset-x-3 top-16 z-40 rounded-xl border bg-surface p-4 shadow-float md:inset-x-auto md:top-auto md:right-6 md:bottom-6 md:w-90"
    >
      <div className="flex items-start justify-between gap-3">
        <div>
          <p className="text-xs font-medium text-accent">{t.progress(step, TOUR_STEPS)}</p>
          <h2 id="tour-title" ref={heading} tabIndex={-1} className="mt-0.5 text-lg outline-none">
            {text.title}
          </h2>
        </div>
        <IconButton label={t.leave} onClick={() => onStep('done')}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
      <p className="mt-1 text-base text-pretty text-muted">{text.text}</p>
      <div className="mt-4 flex items-center justify-between gap-2">
        <span aria-hidden="true" className="flex gap-1.5">
          {t.steps.map(({ title }, index) => (
            <span key={title} className={cx('size-1.5 rounded-full', index < step ? 'bg-accent' : 'bg-line')} />
          ))}
        </span>
        <span className="flex gap-2">
          {step > 1 && (
            <Button size="small" look="quiet" onClick={() => goTo(step - 1)}>
              <ArrowLeft aria-hidden="true" />
              {t.back}
            </Button>
          )}
          <Button size="small" look="primary" onClick={() => (isLast ? onStep('done') : goTo(step + 1))}>
            {isLast ? t.done : t.next}
            {!isLast && <ArrowRight aria-hidden="true" />}
          </Button>
        </span>
      </div>
    </section>
  );
}

'use client';
import dynamic from 'next/dynamic';
import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import { rememberProgress, type TourProgress } from './progress.ts';

const Card = dynamic(() => import('./tour-card.tsx').then(({ TourCard }) => TourCard), { ssr: false });

export interface Tour {
  readonly progress: TourProgress;
  readonly goTo: (progress: number | 'done') => void;
}

const TourContext = createContext<Tour>({ progress: 'done', goTo: () => undefined });

export const useTour = (): Tour => use(TourContext);

/** The tour goes on from page to page, and over reloads, until it is left. */
export function TourProvider({ initial, children }: { readonly initial: TourProgress; readonly children: ReactNode }) {
  const [progress, setProgress] = useState(initial);
  const tour = useMemo(
    () => ({
      progress,
      goTo: (next: number | 'done'): void => {
        rememberProgress(next);
        setProgress(next);
      },
    }),
    [progress],
  );
  return (
    <TourContext value={tour}>
      {children}
      {typeof progress === 'number' && <Card step={progress} onStep={tour.goTo} />}
    </TourContext>
  );
}

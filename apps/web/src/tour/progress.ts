/** How far somebody's tour is: a number of a step, from 1, or `done`. A cookie, so that the server's page is right at once. */
export const TOUR_COOKIE = 'facet-tour';

export type TourProgress = number | 'done' | undefined;

const YEAR_SECONDS = 31_536_000;

export function readProgress(cookie: string | undefined): TourProgress {
  if (cookie === 'done') return 'done';
  const step = Number(cookie);
  return Number.isInteger(step) && step >= 1 && step <= TOUR_STEPS ? step : undefined;
}

export const TOUR_STEPS = 4;

export function rememberProgress(progress: number | 'done'): void {
  document.cookie = `${TOUR_COOKIE}=${progress}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

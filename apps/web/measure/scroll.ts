import type { Page } from '@playwright/test';

/** Runs in the page: scrolls at a steady pace, and gives the time between every two frames and what the browser calls a long one. */
export const scroll = (
  page: Page,
  pixelsPerFrame: number,
  seconds: number,
): Promise<{ readonly frames: number[]; readonly long: number[] }> =>
  page.evaluate(
    async ([pixels, milliseconds]) => {
      const long: number[] = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) long.push(entry.duration);
      }).observe({ type: 'long-animation-frame' });
      const frames: number[] = [];
      const begun = performance.now();
      let before = begun;
      while (before - begun < milliseconds) {
        window.scrollBy(0, pixels);
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        frames.push(now - before);
        before = now;
      }
      return { frames: frames.slice(1), long };
    },
    [pixelsPerFrame, seconds * 1000] as const,
  );

import type { Page } from '@playwright/test';

/** What moved on a page although nobody asked for it. */
export interface Shift {
  /** As Chromium's layout shift score counts it. */
  readonly score: number;
  /** What moved, and between which places of the window. */
  readonly moved: readonly { readonly what: string; readonly from: string; readonly to: string }[];
}

/** Of a part of a pixel that was rounded otherwise: nobody sees it, and the measure is given with three digits. */
const UNSEEN = 0.0005;

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRectReadOnly;
    readonly currentRect: DOMRectReadOnly;
  }[];
}
type Watched = Window & { shifts?: Shift[] };

/** Has every page that is opened from now on keep what shifts on it. */
export const watchShifts = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const shifts: Shift[] = ((window as Watched).shifts = []);
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries() as LayoutShift[])
        if (!hadRecentInput)
          shifts.push({
            score: value,
            moved: sources.map(({ node, previousRect, currentRect }) => ({
              what: node instanceof Element ? node.outerHTML.slice(0, 80) : (node?.nodeValue ?? 'what is gone'),
              from: `${previousRect.x}, ${previousRect.y}`,
              to: `${currentRect.x}, ${currentRect.y}`,
            })),
          });
    }).observe({ type: 'layout-shift', buffered: true });
  });

/** What has shifted since the page was opened. */
export async function shiftsOf(page: Page): Promise<readonly Shift[]> {
  const shifts = await page.evaluate(() => (window as Watched).shifts ?? []);
  return shifts.filter(({ score }) => score >= UNSEEN);
}

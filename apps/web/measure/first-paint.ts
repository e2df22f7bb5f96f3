import type { BrowserContext } from '@playwright/test';

/** Milliseconds. */
export interface FirstPaint {
  /** Until the API has answered what the page asks, and nothing else. */
  readonly answer: number;
  /** Until the first of the page is there, and until what it shows is seen. */
  readonly firstByte: number;
  readonly paint: number;
}

/** The library's first tokens as the page asks for them: once of the API alone, and once by opening the page. */
export async function firstPaint(context: BrowserContext, document: string): Promise<FirstPaint> {
  const begun = performance.now();
  const answer = await context.request.post('/graphql', { data: { query: document } });
  await answer.body();
  const answered = performance.now() - begun;
  if (!answer.ok()) throw new Error(`The API answers ${answer.status()}: ${await answer.text()}`);
  const page = await context.newPage();
  await page.goto('/library');
  const painted = await page.evaluate(async () => {
    const [paint] = await new Promise<PerformanceEntryList>((resolve) =>
      new PerformanceObserver((list) => resolve(list.getEntriesByName('first-contentful-paint'))).observe({
        type: 'paint',
        buffered: true,
      }),
    );
    const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return { firstByte: visit!.responseStart, paint: paint!.startTime };
  });
  await page.close();
  return { answer: answered, ...painted };
}

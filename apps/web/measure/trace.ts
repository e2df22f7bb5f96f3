import type { Browser, Page } from '@playwright/test';

/** What a thread of the page's process has worked at, in milliseconds without what was done within it. */
export type Work = ReadonlyMap<string, number>;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly url?: string } };
}

/** Has Chromium trace what a page works at meanwhile. @returns by what it is, of the page's main thread and of those that draw */
export async function traced<Result>(
  browser: Browser,
  page: Page,
  act: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly main: Work; readonly drawing: Work }> {
  await browser.startTracing(page, { categories: ['devtools.timeline', 'cc', '__metadata'] });
  const result = await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const threads = new Map(
    traceEvents.flatMap(({ name, pid, tid, args }) =>
      name === 'thread_name' ? [[`${pid} ${tid}`, args?.name ?? ''] as const] : [],
    ),
  );
  // The page's process is the one that has run the most of scripts.
  const calls = new Map<number, number>();
  for (const { name, pid, dur = 0 } of traceEvents)
    if (name === 'FunctionCall') calls.set(pid, (calls.get(pid) ?? 0) + dur);
  const [page_] = [...calls].toSorted(([, a], [, b]) => b - a).map(([pid]) => pid);
  const of = (isOf: (thread: string, pid: number) => boolean): Work =>
    work(traceEvents.filter(({ pid, tid, ph }) => ph === 'X' && isOf(threads.get(`${pid} ${tid}`) ?? '', pid)));
  return {
    result,
    main: of((thread, pid) => thread === 'CrRendererMain' && pid === page_),
    drawing: of((thread) => /Compositor|Viz|Gpu/i.test(thread)),
  };
}

/** Of events that lie within each other, thread by thread. */
function work(events: readonly TraceEvent[]): Work {
  const sums = new Map<string, number>();
  const byThread = Map.groupBy(events, ({ pid, tid }) => `${pid} ${tid}`);
  for (const own of byThread.values()) {
    const open: { readonly name: string; readonly end: number }[] = [];
    for (const { name, ts, dur = 0 } of own.toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
      while (open.length > 0 && open.at(-1)!.end <= ts) open.pop();
      const around = open.at(-1);
      if (around) sums.set(around.name, (sums.get(around.name) ?? 0) - dur / 1000);
      sums.set(name, (sums.get(name) ?? 0) + dur / 1000);
      open.push({ name, end: ts + dur });
    }
  }
  return sums;
}

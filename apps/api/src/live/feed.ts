import { setTimeout as delay } from 'node:timers/promises';
import type { Viewer } from '../auth/viewer.ts';
import { viewerOf, type Context } from '../graphql/context.ts';
import { anyoneLike, placeIn, sightOf } from './audience.ts';
import { FeedEvent, type News } from './feed-event.ts';
import { identifyAgain, touchesRightsOf } from './rights.ts';

/** Of a reader who is slower than the organisation; then it is told to read everything again. */
const MAX_WAITING = 200;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const RETRY_MS = 1_000;
const ASLEEP = (): void => undefined;

export interface Question {
  /** Equal for operations that ask the same. */
  readonly text: string;
  /** Whether it asks for what differs from reader to reader, such as `isFavorite`. */
  readonly isPersonal: boolean;
}

/**
 * What concerns a reader of an organisation: first that it begins, then each change, until the reader's rights end. Rights are
 * looked up again only when something has changed that decides them, or when they run out; what is read is read with the rights of
 * then. Not a generator, for the reason that `ticks` is none.
 */
export function openFeed(context: Context, question: Question): AsyncIterableIterator<FeedEvent> {
  const { services, log, headers } = context;
  let viewer = viewerOf(context);
  const waiting: News[] = [{ type: 'FeedResync', reason: 'begun' }];
  let isStale = false;
  let isOver = false;
  let wake = ASLEEP;
  let timer = timerOf(viewer);

  const doubt = (): void => {
    isStale = true;
    wake();
  };
  const unfollow = services.changes.follow(viewer.organizationId, {
    onAnnounced(announcement) {
      if (touchesRightsOf(announcement.change, viewer)) isStale = true;
      if (placeIn(announcement.change, viewer)) add({ type: 'FeedChanges', announcement });
      wake();
    },
    onGap() {
      waiting.splice(0, Infinity, { type: 'FeedResync', reason: 'missed' });
      doubt();
    },
  });

  function timerOf({ validUntil }: Viewer): NodeJS.Timeout | undefined {
    if (validUntil === null) return undefined;
    const left = Math.max(0, validUntil.getTime() - Date.now()) + 1;
    return setTimeout(() => doubt(), Math.min(left, LONGEST_TIMER_MS)).unref();
  }

  function add(news: News): void {
    if (waiting.length < MAX_WAITING) waiting.push(news);
    else waiting.splice(0, Infinity, { type: 'FeedResync', reason: 'behind' });
  }

  function end(): IteratorReturnResult<undefined> {
    isOver = true;
    unfollow();
    clearTimeout(timer);
    wake();
    return { done: true, value: undefined };
  }

  /** Looks up the rights again; the news that they are over, if so. */
  async function review(): Promise<News | undefined> {
    isStale = false;
    const now = await identifyAgain(services, headers, viewer);
    if (typeof now === 'string') return { type: 'FeedEnd', reason: now };
    if (sightOf(now) !== sightOf(viewer)) waiting.splice(0, Infinity, { type: 'FeedResync', reason: 'rights' });
    viewer = now;
    clearTimeout(timer);
    timer = timerOf(viewer);
    return undefined;
  }

  /** Undefined for what the reader may not see any more. */
  function eventOf(news: News): FeedEvent | undefined {
    if (news.type !== 'FeedChanges') return new FeedEvent(news, viewer, '');
    const place = placeIn(news.announcement.change, viewer);
    if (!place) return undefined;
    const reader = place === 'oneself' || question.isPersonal ? viewer : anyoneLike(viewer);
    return new FeedEvent(news, reader, `${services.changes.age()} ${sightOf(reader)} ${question.text}`);
  }

  return {
    async next() {
      while (!isOver) {
        if (isStale) {
          try {
            const over = await review();
            if (!over) continue;
            const last = new FeedEvent(over, viewer, '');
            end();
            return { done: false, value: last };
          } catch (error) {
            log.warn({ err: error }, 'the rights of a reader could not be looked up; it waits');
            isStale = true;
            await delay(RETRY_MS);
            continue;
          }
        }
        const news = waiting.shift();
        const event = news && eventOf(news);
        if (event) return { done: false, value: event };
        if (!news) await new Promise<void>((resolve) => (wake = resolve));
      }
      return end();
    },
    return: async () => end(),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

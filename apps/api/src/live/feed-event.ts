import type { ExecutionResult } from 'graphql';
import type { Viewer } from '../auth/viewer.ts';
import type { Announcement } from './announcement.ts';

export const RESYNC_REASONS = ['begun', 'missed', 'behind', 'rights'] as const;
export type ResyncReason = (typeof RESYNC_REASONS)[number];

export const END_REASONS = ['signed-out', 'key-ended', 'membership-ended', 'not-allowed'] as const;
export type EndReason = (typeof END_REASONS)[number];

/** What a feed says. */
export type News =
  | { readonly type: 'FeedResync'; readonly reason: ResyncReason }
  | { readonly type: 'FeedChanges'; readonly announcement: Announcement }
  | { readonly type: 'FeedEnd'; readonly reason: EndReason };

/** News for one reader, and whose rights it is answered with. */
export class FeedEvent {
  readonly news: News;
  readonly viewer: Viewer;
  readonly #question: string;

  /** @param question equal for those who may see the same and ask the same */
  constructor(news: News, viewer: Viewer, question: string) {
    this.news = news;
    this.viewer = viewer;
    this.#question = question;
  }

  answer(ask: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
    return this.news.type === 'FeedChanges' ? this.news.announcement.answer(this.#question, ask) : ask();
  }
}

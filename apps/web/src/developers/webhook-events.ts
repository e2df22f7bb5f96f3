import type { WebhookEvent } from '../graphql/schema.ts';

/** What a webhook can be told of, as it is listed. */
export const WEBHOOK_EVENTS: readonly WebhookEvent[] = [
  'INVERSION_FINISHED',
  'INVERSION_FAILED',
  'INVERSION_CANCELLED',
  'COMPOSITION_FINISHED',
  'COMPOSITION_FAILED',
  'COMPOSITION_CANCELLED',
];

/** @param ticked as a form gives them */
export const eventsOf = (ticked: string): readonly WebhookEvent[] =>
  WEBHOOK_EVENTS.filter((event) => ticked.split(' ').includes(event));

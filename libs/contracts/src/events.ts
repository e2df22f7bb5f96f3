import * as z from 'zod';
import type { CompositionId, InversionId, TokenId, WebhookId } from './ids.ts';
import type { RunErrorCode } from './runs.ts';

/** What a webhook can ask to be told of. */
export const WEBHOOK_EVENTS = [
  'inversion.finished',
  'inversion.failed',
  'inversion.cancelled',
  'composition.finished',
  'composition.failed',
  'composition.cancelled',
] as const;
export const WebhookEvent = z.enum(WEBHOOK_EVENTS);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** What is sent to webhooks: what they asked for, and trials. */
export const WEBHOOK_MESSAGES = [...WEBHOOK_EVENTS, 'webhook.test'] as const;
export type WebhookMessage = (typeof WEBHOOK_MESSAGES)[number];

/** What a message is about: the first word of its name. */
export type SubjectOf<Message extends WebhookMessage> = Message extends `${infer Subject}.${string}` ? Subject : never;

export const subjectOf = <Message extends WebhookMessage>(message: Message): SubjectOf<Message> =>
  message.slice(0, message.indexOf('.')) as SubjectOf<Message>;

/** What a delivery keeps of its event. What else is to be known is asked of the API, which checks who asks. */
export interface WebhookPayload {
  /** Of the run; of the webhook itself for a trial. */
  readonly id: InversionId | CompositionId | WebhookId;
  readonly tokenIds?: readonly TokenId[];
  readonly errorCode?: RunErrorCode;
}

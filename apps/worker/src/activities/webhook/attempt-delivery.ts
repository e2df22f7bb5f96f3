import type { DeliverWebhookInput, DeliverWebhookResult } from '@facet/contracts';
import { SealError, webhookPlace } from '@facet/contracts/seal';
import {
  type DeliveryAttempt,
  type DeliveryJob,
  findDelivery,
  giveUpDelivery,
  type OrganizationTransaction,
  recordAttempt,
} from '@facet/db';
import { AddressError, guardedFetch } from '@facet/intake';
import { ApplicationFailure, Context } from '@temporalio/activity';
import type { WebhookDependencies } from '../../dependencies.ts';
import { headersOf, messageOf } from './sign-message.ts';

const TIMEOUT_MS = 15_000;

/** Of the answer nothing is kept but its status. */
const MAX_ANSWER_BYTES = 16_384;

const GONE = 410;

export interface AttemptInput extends DeliverWebhookInput {
  /** From 1. */
  readonly attempt: number;
}

export type DeliveryStanding = DeliverWebhookResult | { readonly status: 'pending'; readonly retryInSeconds: number };

/**
 * Makes one request and notes how it went. Done again after a crash it may send again: receivers tell by the message's id.
 * Whatever the receiver does is a result; only our own parts being away is an error.
 */
export async function attemptDelivery(
  dependencies: WebhookDependencies,
  { organizationId, deliveryId, attempt }: AttemptInput,
): Promise<DeliveryStanding> {
  const { database, log, webhookRetrySeconds } = dependencies;
  const inside = <R>(use: (t: OrganizationTransaction) => Promise<R>): Promise<R> =>
    database.withOrganization(organizationId, use);
  const giveUp = async (reason: string): Promise<DeliveryStanding> => {
    await inside((t) => giveUpDelivery(t, deliveryId, reason));
    return { status: 'failed' };
  };

  const job = await inside((t) => findDelivery(t, deliveryId));
  if (!job) return { status: 'deleted' };
  const { status } = job.delivery;
  if (status !== 'pending') return { status };
  if (!job.webhook.active) return giveUp('The webhook is switched off.');
  const secrets = secretsOf(dependencies, job);
  if (!secrets) return giveUp('The secret of the webhook cannot be opened here any more. Make a new one.');

  const { isDelivered, gone, answer, error } = await send(dependencies, job, secrets);
  const wait = gone ? undefined : webhookRetrySeconds[attempt - 1];
  const next = isDelivered ? 'delivered' : wait === undefined ? 'failed' : 'pending';
  await inside((t) => recordAttempt(t, deliveryId, { status: next, answer, error, gone }));
  log.info({ organizationId, deliveryId, attempt, status: next, answer }, 'delivery attempted');
  // Spread a little, so that what failed together does not come back together.
  return next === 'pending'
    ? { status: next, retryInSeconds: Math.ceil(wait! * (1 + Math.random() / 10)) }
    : { status: next };
}

/** What to sign with, the newest first; undefined when it cannot be opened. */
function secretsOf({ seal, log }: WebhookDependencies, { webhook }: DeliveryJob): readonly string[] | undefined {
  const place = webhookPlace(webhook.organizationId, webhook.id);
  const open = (sealed: string): string | undefined => {
    try {
      return seal.open(sealed, place);
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      log.error({ err: error, place }, 'a webhook cannot be signed for');
      return undefined;
    }
  };
  const current = open(webhook.sealedSecret);
  if (current === undefined) return undefined;
  const { previousSealedSecret, previousSecretUntil } = webhook;
  const isValid = previousSecretUntil !== null && previousSecretUntil > new Date();
  const previous = isValid && previousSealedSecret !== null ? open(previousSealedSecret) : undefined;
  return previous === undefined ? [current] : [current, previous];
}

interface Outcome extends Pick<DeliveryAttempt, 'answer' | 'error'> {
  readonly isDelivered: boolean;
  readonly gone: boolean;
}

async function send(
  { addresses }: WebhookDependencies,
  { delivery, webhook }: DeliveryJob,
  secrets: readonly string[],
): Promise<Outcome> {
  const { cancellationSignal } = Context.current();
  const message = messageOf(webhook.organizationId, delivery);
  try {
    const { status } = await guardedFetch(
      webhook.url,
      {
        method: 'POST',
        headers: headersOf(message, secrets, new Date()),
        body: message.body,
        maxBytes: MAX_ANSWER_BYTES,
        excess: 'cut',
        timeoutMs: TIMEOUT_MS,
        signal: cancellationSignal,
      },
      addresses,
    );
    const isDelivered = status >= 200 && status < 300;
    const error = isDelivered ? undefined : `The receiver answered ${status}.`;
    return { isDelivered, gone: status === GONE, answer: status, error };
  } catch (error) {
    if (cancellationSignal.aborted) throw ApplicationFailure.retryable('The worker shuts down.', 'infrastructure');
    if (!(error instanceof AddressError)) throw error;
    return { isDelivered: false, gone: false, error: error.message };
  }
}

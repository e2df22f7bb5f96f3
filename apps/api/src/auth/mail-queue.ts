import { newId, type MailId, type MailKind } from '@facet/contracts';
import { mailPlace, SealError, type Seal } from '@facet/contracts/seal';
import { queueMail, settleFailed, settleSent, takeMails, type DueMail, type Operations } from '@facet/db';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import * as z from 'zod';
import { failureOf } from './mail-failure.ts';
import type { Mailer, PostOffice } from './mail.ts';

/** For e-mails that another process has left, and those whose next attempt has come. */
const LOOK_EVERY_MS = 5_000;
const AT_ONCE = 5;
/** What is being sent when the process ends has so long; then another process sends it again. */
const END_WITHIN_MS = 5_000;

/** How long an e-mail is worth sending: as long as the token of its link is good. */
const LIFETIME_SECONDS: Readonly<Record<MailKind, number>> = {
  confirmation: 3_600,
  reset: 3_600,
  already: 86_400,
  invitation: 2 * 86_400,
};

const Sealed = z.object({ to: z.string(), subject: z.string(), text: z.string() });

export interface MailQueueOptions {
  readonly operations: Operations;
  /** Closes what waits: whoever reads the database must not follow its links. */
  readonly seal: Seal;
  readonly mailer: Mailer;
  /** Between attempts; the last one is repeated. */
  readonly retrySeconds: readonly number[];
  readonly log: Logger;
}

/**
 * E-mails that wait in PostgreSQL until a server has taken them: sent at once, and again after growing pauses until their link is no good any
 * more. Any number of processes may do it on one database. One that dies between a server's yes and its note sends the e-mail twice.
 */
export function openMailQueue(options: MailQueueOptions): PostOffice & { close(): Promise<void> } {
  const { operations, seal, retrySeconds, log } = options;
  let working: Promise<void> | undefined;
  let isAsked = false;
  const end = new AbortController();

  async function work(): Promise<void> {
    while (isAsked && !end.signal.aborted) {
      isAsked = false;
      const due = await operations.withOperations((t) => takeMails(t, retrySeconds, AT_ONCE));
      await Promise.all(due.map((mail) => attempt(options, mail)));
      if (due.length === AT_ONCE) isAsked = true;
    }
  }
  const look = (): void => {
    if (end.signal.aborted) return;
    isAsked = true;
    working ??= work()
      .catch((err: unknown) => log.warn({ err }, 'e-mails that wait could not be looked for'))
      .finally(() => {
        working = undefined;
        // Asked at the last moment.
        if (isAsked) look();
      });
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    async send({ kind, invitationId, ...mail }) {
      const id = newId<MailId>();
      const sealed = seal.close(JSON.stringify(mail), mailPlace(id));
      const lifetimeSeconds = LIFETIME_SECONDS[kind];
      await operations.withOperations((t) => queueMail(t, { id, kind, sealed, invitationId, lifetimeSeconds }));
      look();
    },
    async close() {
      end.abort();
      clearInterval(timer);
      await Promise.race([working, delay(END_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}

/** Sends one and notes how that went. The log names neither whom it is to nor what it says. */
async function attempt(
  { operations, seal, mailer, log }: MailQueueOptions,
  { id, kind, sealed, attempts, hasNext }: DueMail,
): Promise<void> {
  try {
    await mailer.send(Sealed.parse(JSON.parse(seal.open(sealed, mailPlace(id)))));
    await operations.withOperations((t) => settleSent(t, id));
    if (attempts > 1) log.info({ mail: { id, kind, attempts } }, 'an e-mail was sent in the end');
  } catch (error) {
    const { code, isFinal } = failureOf(error);
    const isGivenUp = isFinal || error instanceof SealError || !hasNext;
    const fields = { mail: { id, kind, attempts }, code };
    if (isGivenUp) log.error(fields, 'an e-mail could not be sent, and is given up');
    else log.warn(fields, 'an e-mail could not be sent, and will be tried again');
    await operations
      .withOperations((t) => settleFailed(t, id, code, isGivenUp))
      .catch((err: unknown) => log.warn({ err, mail: { id } }, 'that could not be noted'));
  }
}

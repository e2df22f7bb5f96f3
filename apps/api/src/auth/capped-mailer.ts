import { countWithin, type Operations, type Rate } from '@facet/db';
import type { Logger } from 'pino';
import { createHash } from 'node:crypto';
import type { PostOffice } from './mail.ts';

/** What one address gets from us, whoever makes us send it. */
const TO_ONE_ADDRESS: Rate = { max: 10, windowSeconds: 3600 };

/** Sends no more to an address than anybody can want. Who asked is not told: the answer would say whose address it is. */
export const cappedMailer = (mailer: PostOffice, operations: Operations, log: Logger): PostOffice => ({
  async send(letter) {
    const address = createHash('sha256').update(letter.to.toLowerCase()).digest('hex');
    const isWithin = await operations.withOperations((transaction) =>
      countWithin(transaction, `mail/${address}`, TO_ONE_ADDRESS),
    );
    if (isWithin) await mailer.send(letter);
    else log.warn({ mail: { kind: letter.kind } }, 'an e-mail was not sent: its address gets too many');
  },
});

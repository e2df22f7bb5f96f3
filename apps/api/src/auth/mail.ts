import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mailer {
  send(mail: Mail): Promise<void>;
}

/** What `outbox` keeps at most. */
const KEPT_MAILS = 200;

/** E-mails that nobody sends, the newest last: where no SMTP server is set, a developer reads them at `/dev/mail`. */
export interface Outbox extends Mailer {
  readonly mails: readonly Mail[];
}

/** For development: an e-mail is kept for who reads it here, and the log says that there is one, without its link. */
export function outbox(log: Logger, page: string): Outbox {
  const mails: Mail[] = [];
  return {
    mails,
    async send(mail) {
      mails.push(mail);
      if (mails.length > KEPT_MAILS) mails.shift();
      log.info({ mail: { to: mail.to, subject: mail.subject } }, `an e-mail, which nobody sends: read it at ${page}`);
    },
  };
}

/** Where e-mails cannot be sent and must not be shown, as in production without SMTP_URL. */
export const noMailer = (log: Logger): Mailer => ({
  async send({ subject }) {
    log.error({ mail: { subject } }, 'an e-mail is lost: set SMTP_URL');
  },
});

export function smtpMailer(smtpUrl: string, from: string): Mailer {
  const transport = createTransport(smtpUrl);
  return {
    async send(mail) {
      await transport.sendMail({ ...mail, from });
    },
  };
}

import { FacetError } from '@facet/base';
import type { MailKind } from '@facet/contracts';
import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** What is handed over to be sent, at once or later. */
export interface Letter extends Mail {
  readonly kind: MailKind;
  /** The invitation that it is about, which shows how it went. */
  readonly invitationId?: string;
}

/** Sends an e-mail, or throws. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}

/** Takes letters, and sees to it that they are sent. */
export interface PostOffice {
  send(letter: Letter): Promise<void>;
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

/** There is no server to send e-mails to. */
class NoMailServer extends FacetError<'SMTP_URL is not set'> {
  constructor() {
    super('SMTP_URL is not set', 'E-mails wait: set SMTP_URL.');
  }
}

/** Where e-mails cannot be sent and must not be shown, as in production without SMTP_URL: they wait until there is one. */
export const noMailer: Mailer = {
  send: () => Promise.reject(new NoMailServer()),
};

/** Of connecting, of its greeting, and of silence afterwards. */
const SMTP_TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 } as const;

export function smtpMailer(smtpUrl: string, from: string): Mailer {
  const transport = createTransport({ url: smtpUrl, ...SMTP_TIMEOUTS });
  return {
    async send(mail) {
      await transport.sendMail({ ...mail, from });
    },
  };
}

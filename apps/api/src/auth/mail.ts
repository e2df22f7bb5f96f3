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

/** For development: an e-mail is a line of the log, with its link. */
export const logMailer = (log: Logger): Mailer => ({
  async send({ to, subject, text }) {
    log.info({ mail: { to, subject, text } }, 'e-mail, which nobody sends because SMTP_URL is not set');
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

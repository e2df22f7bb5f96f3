/** What e-mails are for. */
export const MAIL_KINDS = ['confirmation', 'reset', 'already', 'invitation'] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** How it went with the e-mail of an invitation: waiting to be sent or tried again, taken by a server, given up. */
export const INVITATION_DELIVERIES = ['waiting', 'sent', 'failed'] as const;

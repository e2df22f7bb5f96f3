import type { MailKind } from '@facet/contracts';
import type { Letter } from './mail.ts';

/** Where links of e-mails lead: pages of the web application, or this API's own plain ones of the same paths. */
export interface Pages {
  confirmEmail(token: string): string;
  resetPassword(token: string): string;
  invitation(globalId: string): string;
  readonly signIn: string;
}

/** Tokens come after the `#`, which browsers send to nobody: no log of a server or proxy has them. */
export const pagesAt = (address: string): Pages => ({
  confirmEmail: (token) => `${address}/confirm-email#token=${token}`,
  resetPassword: (token) => `${address}/reset-password#token=${token}`,
  invitation: (globalId) => `${address}/invitations/${globalId}`,
  signIn: `${address}/`,
});

/** Of names in e-mails at most. */
const NAME_LETTERS = 60;

/**
 * A name that somebody chose, as it may stand in an e-mail of ours: nothing of it can be taken for an address, which programs that show
 * e-mails make links of.
 */
const harmless = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{M}\p{N} '&()+,_-]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, NAME_LETTERS) || 'somebody';

const IGNORE = 'If that was not you, leave this e-mail unanswered: nothing happens.';

const letter = (kind: MailKind, to: string, subject: string, ...lines: string[]): Letter => ({
  kind,
  to,
  subject,
  text: lines.join('\n\n'),
});

export const confirmationLetter = (to: string, link: string): Letter =>
  letter(
    'confirmation',
    to,
    'Confirm your address',
    `Confirm your e-mail address for Facet, with the password that you have chosen: ${link}`,
    IGNORE,
  );

export const resetLetter = (to: string, link: string): Letter =>
  letter('reset', to, 'Set a new password', `Set a new password for Facet: ${link}`, IGNORE);

/** To who has an account already, because an answer to whoever asked would tell them so. */
export const alreadyLetter = (to: string, signIn: string): Letter =>
  letter(
    'already',
    to,
    'You have an account',
    `Somebody signed up for Facet with your address, which has an account: sign in at ${signIn}, or set a new password there.`,
    IGNORE,
  );

export const invitationLetter = (
  to: string,
  organization: string,
  inviter: string,
  link: string,
  invitationId: string,
): Letter => ({
  ...letter(
    'invitation',
    to,
    `Join ${harmless(organization)} on Facet`,
    `${harmless(inviter)} invites you to ${harmless(organization)}: ${link}`,
    'If you do not know them, leave this e-mail unanswered.',
  ),
  invitationId,
});

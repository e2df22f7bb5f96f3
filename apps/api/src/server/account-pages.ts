import { SIGN_IN_FORM } from './front-page.ts';
import { form, hidden, newPassword, PASSWORD, plainPage } from './plain-page.ts';

/** Where links of e-mails lead where there is no web application: the same paths as there. */
export const CONFIRM_EMAIL_PAGE = plainPage(
  'Confirm your address',
  form({
    to: 'confirm-email',
    button: 'Confirm',
    fields: `<p>With the password that you signed up with.</p>${PASSWORD}`,
    takesToken: true,
    after: { page: '/' },
  }),
);

export const RESET_PASSWORD_PAGE = plainPage(
  'Set a new password',
  form({
    to: 'reset-password',
    button: 'Set it',
    fields: newPassword('newPassword'),
    takesToken: true,
    after: { page: '/' },
  }),
);

/** @param invitationId as the link has it */
export const invitationPage = (invitationId: string, isSignedIn: boolean): string =>
  plainPage(
    'Join an organisation',
    isSignedIn
      ? ['accept', 'reject']
          .map((answer) =>
            form({
              to: `organization/${answer}-invitation`,
              button: answer === 'accept' ? 'Join' : 'Decline',
              fields: hidden('invitationId', invitationId),
              after: { page: '/' },
            }),
          )
          .join('\n')
      : `<p>Sign in with the address that was invited, or <a href="/">sign up</a> with it first.</p>
${SIGN_IN_FORM(`/invitations/${invitationId}`)}`,
  );

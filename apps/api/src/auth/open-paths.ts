/**
 * What of better-auth is reached over HTTP: what our clients use. Everything else is done through GraphQL, which checks scopes and
 * writes the audit log; is of ways to sign in that nobody can use here; or takes names of columns and numbers as they come.
 */
export const OPEN_PATHS = {
  GET: ['/get-session', '/list-sessions', '/organization/get-invitation'],
  POST: [
    '/sign-up/email',
    '/sign-in/email',
    '/sign-out',
    '/confirm-email',
    '/send-verification-email',
    '/request-password-reset',
    '/reset-password',
    '/change-password',
    '/update-user',
    '/revoke-session',
    '/revoke-sessions',
    '/revoke-other-sessions',
    '/organization/set-active',
    '/organization/accept-invitation',
    '/organization/reject-invitation',
  ],
} as const;

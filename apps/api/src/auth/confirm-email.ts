import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { verifyJWT } from 'better-auth/crypto';
import type { BetterAuthPlugin } from 'better-auth/types';
import * as z from 'zod';

const Claims = z.object({ email: z.email(), userId: z.uuid(), updateTo: z.never().optional() });

const refused = (code: string, message: string): APIError => new APIError('UNAUTHORIZED', { code, message });

/**
 * Confirms an address by the link of the e-mail together with the password that the account was made with, and signs in. The link
 * alone does not: whoever registers another's address would have an account as soon as the other follows a link.
 */
export const confirmEmail = (onFirstProof: (userId: string) => Promise<void>) =>
  ({
    id: 'confirm-email',
    rateLimit: [{ pathMatcher: (path) => path === '/confirm-email', window: 10, max: 5 }],
    endpoints: {
      confirmEmail: createAuthEndpoint(
        '/confirm-email',
        { method: 'POST', body: z.object({ token: z.string(), password: z.string().max(128) }) },
        async (ctx) => {
          const { internalAdapter, password, secret } = ctx.context;
          const claims = Claims.safeParse(await verifyJWT(ctx.body.token, secret));
          const found = claims.success
            ? await internalAdapter.findUserByEmail(claims.data.email, { includeAccounts: true })
            : null;
          if (!found || found.user.id !== claims.data?.userId)
            throw refused('INVALID_TOKEN', 'The link is not good, or no longer. Sign up again to get another.');
          const hash = found.accounts.find(({ providerId }) => providerId === 'credential')?.password;
          if (!hash || !(await password.verify({ hash, password: ctx.body.password })))
            throw refused(
              'INVALID_PASSWORD',
              'That is not the password of this account. Set a new one, which confirms the address too.',
            );
          const { user } = found;
          if (!user.emailVerified) {
            await onFirstProof(user.id);
            await internalAdapter.updateUser(user.id, { emailVerified: true });
          }
          const session = await internalAdapter.createSession(user.id);
          await setSessionCookie(ctx, { session, user: { ...user, emailVerified: true } });
          const { id, name, email, image } = user;
          return ctx.json({ user: { id, name, email, image: image ?? null, emailVerified: true } });
        },
      ),
    },
  }) satisfies BetterAuthPlugin;

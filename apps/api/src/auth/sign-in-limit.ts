import { countSignIn, rememberPlace, type Operations, type SignIn } from '@facet/db';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import type { BetterAuthPlugin } from 'better-auth';
import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { addressGroup } from '@facet/edge';
import { ADDRESS_HEADER } from './client-address-header.ts';

const RULES = { attempts: 10, withinSeconds: 900 } as const;

const Body = z.object({ email: z.string() });

/**
 * A limit of each account, beside that of each address: many addresses together may try few passwords of one person. It counts
 * before the password is looked at, and the same whether there is such an account. Where the account was signed in from
 * before it does not hold, so that nobody is kept out by others' attempts; what holds there is the limit of the address.
 */
export function signInLimit(operations: Operations, secret: string): BetterAuthPlugin {
  const hash = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url');
  const signInOf = (given: string, headers: Headers | undefined): SignIn => {
    const email = given.trim().toLowerCase();
    const place = addressGroup(headers?.get(ADDRESS_HEADER) ?? '');
    return { account: hash(`account ${email}`), place: hash(`place ${email} ${place}`) };
  };
  return {
    id: 'facet-sign-in-limit',
    hooks: {
      before: [
        {
          matcher: at('/sign-in/email'),
          handler: createAuthMiddleware(async (ctx) => {
            const body = Body.safeParse(ctx.body);
            if (!body.success) return;
            const signIn = signInOf(body.data.email, ctx.headers);
            const seconds = await operations.withOperations((transaction) => countSignIn(transaction, signIn, RULES));
            if (seconds > 0)
              throw new APIError(
                'TOO_MANY_REQUESTS',
                {
                  message:
                    'There were many attempts to sign in to this account. Try again later, or set a new password.',
                },
                { 'retry-after': String(seconds) },
              );
          }),
        },
      ],
      after: [
        {
          matcher: at('/sign-in/email', '/confirm-email'),
          handler: createAuthMiddleware(async (ctx) => {
            const user = ctx.context.newSession?.user;
            if (!user) return;
            const signIn = signInOf(user.email, ctx.headers);
            await operations.withOperations((transaction) => rememberPlace(transaction, signIn));
          }),
        },
      ],
    },
  };
}

const at =
  (...paths: readonly string[]) =>
  ({ path }: { path?: string | undefined }): boolean =>
    paths.includes(path ?? '');

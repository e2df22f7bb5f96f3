import { apiKey } from '@better-auth/api-key';
import { encodeId, OrganizationId, UserId } from '@facet/contracts';
import {
  endAccess,
  ensurePersonalOrganization,
  identityTables,
  lastOrganizationOf,
  postgresError,
  proveAddress,
  roleOf,
  type Database,
  type Operations,
} from '@facet/db';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError } from 'better-auth/api';
import { organization } from 'better-auth/plugins';
import type { Config } from '../config.ts';
import type { Logger } from 'pino';
import { afterAuth } from './after-auth.ts';
import { beforeAuth } from './before-auth.ts';
import { confirmEmail } from './confirm-email.ts';
import { endLinks } from './end-links.ts';
import { withHashedSessions } from './hashed-sessions.ts';
import { alreadyLetter, confirmationLetter, invitationLetter, pagesAt, resetLetter } from './letters.ts';
import { ADDRESS_HEADER } from './client-address-header.ts';
import { signInLimit } from './sign-in-limit.ts';
import type { PostOffice } from './mail.ts';
import type { Passwords } from './passwords.ts';
import { permissionsOf } from './permissions.ts';
import { accessControl, roles } from './roles.ts';

export const AUTH_PATH = '/api/auth';
export const KEY_PREFIX = 'facet_';
const DAY_SECONDS = 86_400;

/** Signing in, sessions, organisations and API keys, in schema `auth` through the role facet_ops. */
export function createAuth(
  config: Config,
  database: Database,
  operations: Operations,
  mailer: PostOffice,
  log: Logger,
  { hash, verify }: Passwords,
) {
  const pages = pagesAt(config.webUrl);
  const endAll = async (id: string): Promise<void> => {
    const userId = UserId.parse(id);
    await operations.withOperations((transaction) => endAccess(transaction, userId));
    await endLinks(database, operations, userId);
  };
  const auth = betterAuth({
    appName: 'Facet',
    baseURL: config.publicUrl,
    basePath: AUTH_PATH,
    secret: config.secrets.auth,
    trustedOrigins: [config.publicUrl, ...config.webOrigins],
    telemetry: { enabled: false },
    // What it refuses is no fault, and what it would write besides may hold secrets.
    logger: { disabled: true },
    onAPIError: {
      onError: (error) => {
        if (error instanceof APIError && error.statusCode < 500) return;
        // Without the query around it, which has what was sent.
        log.error({ err: postgresError(error) }, 'signing in or accounts failed');
      },
    },
    database: withHashedSessions(drizzleAdapter(operations.identities, { provider: 'pg', schema: identityTables })),
    verification: { storeIdentifier: 'hashed' },
    advanced: {
      database: { generateId: 'uuid' },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      // Answers do not wait for e-mails: the time would tell whether there is an account to write to.
      backgroundTasks: {
        handler: (task) =>
          void task.catch((error: Error) => log.error({ err: error }, 'an e-mail could not be put into the queue')),
      },
    },
    rateLimit: { enabled: config.NODE_ENV === 'production', storage: 'database' },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      // Nobody acts with an address that is not theirs; and so a sign-up answers alike whether there is an account or not.
      requireEmailVerification: true,
      onExistingUserSignUp: async ({ user }) => {
        if (user.emailVerified) await mailer.send(alreadyLetter(user.email, pages.signIn));
        else await auth.api.sendVerificationEmail({ body: { email: user.email } });
      },
      password: { hash, verify },
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => mailer.send(resetLetter(user.email, pages.resetPassword(token))),
      onPasswordReset: async ({ user }) => {
        await endAll(user.id);
        await operations.withOperations((transaction) => proveAddress(transaction, UserId.parse(user.id)));
      },
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      sendVerificationEmail: ({ user, token }) =>
        mailer.send(confirmationLetter(user.email, pages.confirmEmail(token))),
    },
    hooks: { before: beforeAuth, after: afterAuth(database, operations) },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const last = await operations.withOperations((transaction) =>
              lastOrganizationOf(transaction, UserId.parse(session.userId)),
            );
            return { data: { ...session, activeOrganizationId: last ?? null } };
          },
        },
      },
      user: {
        create: {
          after: async ({ id, name }) => {
            await operations.withOperations((transaction) =>
              ensurePersonalOrganization(transaction, UserId.parse(id), name),
            );
          },
        },
      },
    },
    plugins: [
      confirmEmail(endAll),
      signInLimit(operations, config.secrets.auth),
      organization({
        ac: accessControl,
        roles,
        creatorRole: 'owner',
        disableOrganizationDeletion: true,
        // Whoever signs up with another's address must not read the invitations sent there.
        requireEmailVerificationOnInvitation: true,
        invitationExpiresIn: 7 * DAY_SECONDS,
        organizationHooks: {
          beforeAcceptInvitation: async ({ invitation: { organizationId, inviterId, role }, user }) => {
            const [inviter, already] = await database.withOrganization(
              OrganizationId.parse(organizationId),
              async (transaction) => [
                await roleOf(transaction, UserId.parse(inviterId)),
                await roleOf(transaction, UserId.parse(user.id)),
              ],
            );
            if (already) throw new APIError('BAD_REQUEST', { message: 'You are a member already.' });
            // An invitation is worth what its inviter may do now.
            if (!inviter || !permissionsOf(inviter).has('administer') || (role === 'owner' && inviter !== 'owner'))
              throw new APIError('BAD_REQUEST', { message: 'Who invited you may not any more. Ask for a new one.' });
          },
        },
        sendInvitationEmail: async ({ email, organization: { name }, inviter, id }) =>
          mailer.send(
            invitationLetter(email, name, inviter.user.name, pages.invitation(encodeId('Invitation', id)), id),
          ),
      }),
      apiKey({
        references: 'organization',
        defaultPrefix: KEY_PREFIX,
        requireName: true,
        maximumNameLength: 100,
        // Queries have a cost and keys a budget; counting requests as well would say the same twice.
        rateLimit: { enabled: false },
        keyExpiration: { defaultExpiresIn: 90 * DAY_SECONDS * 1000, minExpiresIn: 1, maxExpiresIn: 365 },
        startingCharactersConfig: { shouldStore: true, charactersLength: KEY_PREFIX.length + 4 },
      }),
    ],
  });
  return auth;
}

export type Auth = ReturnType<typeof createAuth>;

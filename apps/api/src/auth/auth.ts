import { apiKey } from '@better-auth/api-key';
import { encodeId, UserId } from '@facet/contracts';
import {
  ensurePersonalOrganization,
  identityTables,
  lastOrganizationOf,
  type Database,
  type Operations,
} from '@facet/db';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { organization } from 'better-auth/plugins';
import type { Config } from '../config.ts';
import type { Mailer } from './mail.ts';
import { afterAuth } from './after-auth.ts';
import { takeGlobalIds } from './take-global-ids.ts';
import { accessControl, roles } from './roles.ts';

export const AUTH_PATH = '/api/auth';
export const KEY_PREFIX = 'facet_';
const DAY_SECONDS = 86_400;

/** Done through GraphQL only, which checks scopes, writes the audit log and never takes rights from the caller. */
const GRAPHQL_ONLY = [
  '/api-key/create',
  '/api-key/update',
  '/api-key/delete',
  '/api-key/list',
  '/api-key/get',
  '/organization/invite-member',
  '/organization/cancel-invitation',
  '/organization/remove-member',
  '/organization/update-member-role',
  '/organization/update',
  '/organization/create',
];

/** Signing in, sessions, organisations and API keys, in schema `auth` through the role facet_ops. */
export function createAuth(config: Config, database: Database, operations: Operations, mailer: Mailer) {
  const webUrl = config.webOrigins[0] ?? config.publicUrl;
  return betterAuth({
    appName: 'Facet',
    baseURL: config.publicUrl,
    basePath: AUTH_PATH,
    secret: config.secrets.auth,
    trustedOrigins: [config.publicUrl, ...config.webOrigins],
    disabledPaths: GRAPHQL_ONLY,
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: drizzleAdapter(operations.identities, { provider: 'pg', schema: identityTables }),
    advanced: { database: { generateId: 'uuid' } },
    rateLimit: { enabled: config.NODE_ENV === 'production', storage: 'database' },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, url }) =>
        mailer.send({ to: user.email, subject: 'Set a new password', text: `Set a new password for Facet: ${url}` }),
    },
    emailVerification: {
      sendOnSignUp: true,
      sendVerificationEmail: ({ user, url }) =>
        mailer.send({ to: user.email, subject: 'Confirm your address', text: `Confirm your e-mail address: ${url}` }),
    },
    hooks: { before: takeGlobalIds, after: afterAuth(database, operations) },
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
      organization({
        ac: accessControl,
        roles,
        creatorRole: 'owner',
        disableOrganizationDeletion: true,
        // Whoever signs up with another's address must not read the invitations sent there.
        requireEmailVerificationOnInvitation: true,
        invitationExpiresIn: 7 * DAY_SECONDS,
        sendInvitationEmail: ({ email, organization: { name }, id }) =>
          mailer.send({
            to: email,
            subject: `Join ${name} on Facet`,
            text: `You are invited to ${name}: ${webUrl}/invitations/${encodeId('Invitation', id)}`,
          }),
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
}

export type Auth = ReturnType<typeof createAuth>;

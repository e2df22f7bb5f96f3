import { account, apikey, invitation, member, organization, rateLimit, session, user, verification } from './auth.ts';

/** For better-auth's Drizzle adapter, under its names for them: `drizzleAdapter(operations.identities, { schema: identityTables })`. */
export const identityTables = {
  user,
  session,
  account,
  verification,
  rateLimit,
  organization,
  member,
  invitation,
  apikey,
};

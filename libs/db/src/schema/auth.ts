/**
 * The tables of better-auth 1.7 (core), its organization plugin and @better-auth/api-key, under the property names that its
 * Drizzle adapter expects. Ids are made by the database: `advanced.database.generateId` must be `uuid`.
 */
import { INVITATION_DELIVERIES, MAIL_KINDS, type MailId, type OrganizationId, type UserId } from '@facet/contracts';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import { auth } from './namespaces.ts';
import { CURRENT_ORGANIZATION, operationsPolicy, readPolicy, tenantPolicy } from './policies.ts';

const id = <Id extends string>() => uuid().$type<Id>().primaryKey().defaultRandom();
const moment = () => timestamp({ withTimezone: true, precision: 3 });
const createdAt = () => moment().notNull().defaultNow();
const updatedAt = () =>
  moment()
    .notNull()
    .defaultNow()
    .$onUpdate(() => new Date());

// Core.

export const user = auth.table(
  'user',
  {
    id: id<UserId>(),
    name: text().notNull(),
    email: text().notNull().unique(),
    emailVerified: boolean().notNull().default(false),
    image: text(),
    /** Ours: the organisation that was chosen last, where new sessions begin; null: the personal one. */
    lastOrganizationId: uuid()
      .$type<OrganizationId>()
      .references((): AnyPgColumn => organization.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  () => [
    operationsPolicy(),
    readPolicy(
      'fellow_members',
      sql.raw(
        `exists (select from auth.member m where m.user_id = "user".id and m.organization_id = ${CURRENT_ORGANIZATION})`,
      ),
    ),
  ],
);

export const session = auth.table(
  'session',
  {
    id: id(),
    userId: uuid()
      .$type<UserId>()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    /** A hash of it, which the application makes. */
    token: text().notNull().unique(),
    expiresAt: moment().notNull(),
    ipAddress: text(),
    userAgent: text(),
    /** Organization plugin. */
    activeOrganizationId: uuid().$type<OrganizationId>(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index().on(t.userId), operationsPolicy()],
);

/** Ways to sign in; for e-mail and password it holds the password's hash. */
export const account = auth.table(
  'account',
  {
    id: id(),
    userId: uuid()
      .$type<UserId>()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    accountId: text().notNull(),
    providerId: text().notNull(),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: moment(),
    refreshTokenExpiresAt: moment(),
    scope: text(),
    password: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index().on(t.userId), operationsPolicy()],
);

export const verification = auth.table(
  'verification',
  {
    id: id(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: moment().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index().on(t.identifier), operationsPolicy()],
);

/** Used when better-auth keeps its rate limits in the database (`rateLimit.storage`), as several API processes must. */
export const rateLimit = auth.table(
  'rate_limit',
  {
    id: id(),
    key: text().notNull().unique(),
    count: integer().notNull(),
    lastRequest: bigint({ mode: 'number' }).notNull(),
  },
  () => [operationsPolicy()],
);

/**
 * Ours: attempts to sign in to an account from places it was never signed in from. The account is the keyed hash of an e-mail
 * address, whether there is one or not.
 */
export const signInAttempts = auth.table(
  'sign_in_attempts',
  {
    account: text().primaryKey(),
    attempts: integer().notNull(),
    /** When the counting began. */
    since: moment().notNull(),
  },
  (t) => [index().on(t.since), operationsPolicy()],
);

/** Ours: places an account was signed in from, where nobody else's attempts count. Both are keyed hashes. */
export const signInPlace = auth.table(
  'sign_in_place',
  {
    account: text().notNull(),
    place: text().notNull(),
    lastAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.account, t.place] }), index().on(t.lastAt), operationsPolicy()],
);

/** Ours: what a person, or the keys that a person answers for, may still spend on queries, in all organisations; it refills with time. */
export const costBudget = auth.table(
  'cost_budget',
  {
    /** `person:<id>` or `keys:<id>`. */
    subject: text().primaryKey(),
    remaining: doublePrecision().notNull(),
    updatedAt: moment().notNull().defaultNow(),
  },
  (t) => [index().on(t.updatedAt), operationsPolicy()],
);

// Organization plugin.

export const organization = auth.table(
  'organization',
  {
    id: id<OrganizationId>(),
    name: text().notNull(),
    slug: text().notNull().unique(),
    logo: text(),
    metadata: text(),
    /** Ours: the user whose personal organisation this is; null for teams. */
    personalUserId: uuid()
      .$type<UserId>()
      .unique()
      .references(() => user.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  () => [
    operationsPolicy(),
    readPolicy('own', sql.raw(`id = ${CURRENT_ORGANIZATION}`)),
    readPolicy(
      'grant_partners',
      sql.raw(
        `exists (select from facet.library_grant g where (g.organization_id = organization.id and g.grantee_organization_id = ${CURRENT_ORGANIZATION}) or (g.accepted_at is not null and g.grantee_organization_id = organization.id and g.organization_id = ${CURRENT_ORGANIZATION}))`,
      ),
    ),
  ],
);

export const member = auth.table(
  'member',
  {
    id: id(),
    organizationId: uuid()
      .$type<OrganizationId>()
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    userId: uuid()
      .$type<UserId>()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    role: text().notNull().default('member'),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.organizationId, t.userId), index().on(t.userId), operationsPolicy(), tenantPolicy()],
);

export const invitation = auth.table(
  'invitation',
  {
    id: id(),
    organizationId: uuid()
      .$type<OrganizationId>()
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    email: text().notNull(),
    role: text(),
    status: text().notNull().default('pending'),
    expiresAt: moment().notNull(),
    inviterId: uuid()
      .$type<UserId>()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    /** Ours: of its newest e-mail. */
    delivery: text({ enum: INVITATION_DELIVERIES }).notNull().default('waiting'),
    createdAt: createdAt(),
  },
  (t) => [
    index().on(t.organizationId),
    index().on(t.email),
    // However many invite one address at the same moment, there is one invitation.
    uniqueIndex('invitation_pending')
      .on(t.organizationId, t.email)
      .where(sql`status = 'pending'`),
    operationsPolicy(),
    tenantPolicy(),
  ],
);

/** Ours: e-mails that wait to be sent, or were given up. What is sent goes. */
export const mail = auth.table(
  'mail',
  {
    id: id<MailId>(),
    kind: text({ enum: MAIL_KINDS }).notNull(),
    /** Address, subject and text, sealed by the application, because their links let people in; null once it is given up. */
    sealed: text(),
    /** Whose state it is. */
    invitationId: uuid().references(() => invitation.id, { onDelete: 'cascade' }),
    status: text({ enum: ['waiting', 'failed'] })
      .notNull()
      .default('waiting'),
    attempts: integer().notNull().default(0),
    nextAttemptAt: moment().notNull().defaultNow(),
    /** Then its link is no good any more. */
    expiresAt: moment().notNull(),
    /** Codes, such as `ECONNREFUSED`: what servers say repeats addresses. */
    lastError: text(),
    createdAt: createdAt(),
  },
  (t) => [
    index('mail_waiting')
      .on(t.nextAttemptAt)
      .where(sql`status = 'waiting'`),
    index().on(t.invitationId),
    operationsPolicy(),
  ],
);

// @better-auth/api-key, with `references: 'organization'`.

export const apikey = auth.table(
  'apikey',
  {
    id: id(),
    configId: text().notNull().default('default'),
    name: text(),
    /** The first characters, to recognise a key by. */
    start: text(),
    /** The organisation. */
    referenceId: uuid()
      .$type<OrganizationId>()
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    prefix: text(),
    /** The key's hash. */
    key: text().notNull(),
    refillInterval: integer(),
    refillAmount: integer(),
    lastRefillAt: moment(),
    enabled: boolean().default(true),
    rateLimitEnabled: boolean().default(true),
    rateLimitTimeWindow: integer(),
    rateLimitMax: integer(),
    requestCount: integer().default(0),
    remaining: integer(),
    lastRequest: moment(),
    expiresAt: moment(),
    permissions: text(),
    metadata: text(),
    /** Ours: who answers for the key. It works as long as they are in the organisation, and does no more than they may; null: it has ended. */
    createdBy: uuid()
      .$type<UserId>()
      .references(() => user.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index().on(t.configId),
    index().on(t.createdBy),
    index().on(t.referenceId),
    index().on(t.key),
    operationsPolicy(),
    readPolicy('own', sql.raw(`reference_id = ${CURRENT_ORGANIZATION}`)),
  ],
);

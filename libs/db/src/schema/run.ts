import { type Fingerprint, RUN_ERROR_CODES, RUN_STATUSES, type UserId } from '@facet/contracts';
import { date, integer, text, uuid } from 'drizzle-orm/pg-core';
import { entity, maker, moment } from './columns.ts';

/** Columns that inversions and compositions have in common: both are rows that a workflow works off. */
export const run = <Id extends string>() => ({
  ...entity<Id>(),
  fingerprint: text().$type<Fingerprint>().notNull(),
  status: text({ enum: RUN_STATUSES }).notNull().default('queued'),
  /** Times it was queued; a resumed run has more than one. */
  attempt: integer().notNull().default(1),
  done: integer().notNull().default(0),
  total: integer().notNull(),
  /** As how many steps or pictures of the model's native size one of this run counts. */
  unitCost: integer().notNull().default(1),
  /** What the organisation was charged for it, of `total` times `unitCost`; once it has ended early, what it has used. */
  charged: integer().notNull().default(0),
  /** The first day of the month that it counts in, UTC. */
  chargedMonth: date(),
  /** Estimated; null before there is a pace to estimate from, and once it is over. */
  remainingSeconds: integer(),
  errorCode: text({ enum: RUN_ERROR_CODES }),
  errorMessage: text(),
  /** When the workflow of this attempt was started; null tells the sweeper to start it. */
  workflowStartedAt: moment(),
  startedAt: moment(),
  finishedAt: moment(),
  ...maker(),
  /** Whose private library it derived from when that went, or what it used of it; a library that is there says itself who sees its runs. */
  privateTo: uuid().$type<UserId>(),
  updatedAt: moment().notNull().defaultNow(),
});

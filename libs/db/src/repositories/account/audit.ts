import type { AuditEventId } from '@facet/contracts';
import { and, eq, inArray } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { auditEvent } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';
import { newestFirst, type Page, type PageRequest, readPage } from '../rows/page.ts';
import type { Actor } from './actor.ts';

export type AuditEvent = typeof auditEvent.$inferSelect;

export interface NewAuditEvent {
  /** `library.grant`, `token.delete`, ... */
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  /** Never a secret: members read it. */
  readonly detail?: Record<string, unknown>;
}

/** Notes who did what, in the transaction that does it. */
export async function recordAudit(
  transaction: OrganizationTransaction,
  actor: Actor,
  { action, subjectKind, subjectId, detail = {} }: NewAuditEvent,
): Promise<void> {
  const { organizationId } = transaction;
  await transaction.sql
    .insert(auditEvent)
    .values({ organizationId, actorKind: actor.kind, actorId: actor.id, action, subjectKind, subjectId, detail });
}

/** Rows of these ids, in no order. */
export const getAuditEvents = (
  transaction: OrganizationTransaction,
  ids: readonly AuditEventId[],
): Promise<AuditEvent[]> =>
  transaction.sql
    .select()
    .from(auditEvent)
    .where(own(transaction, auditEvent, inArray(auditEvent.id, [...ids])));

export interface AuditFilter {
  readonly action?: string | undefined;
  readonly subjectId?: string | undefined;
}

const matching = (transaction: OrganizationTransaction, { action, subjectId }: AuditFilter) =>
  own(
    transaction,
    auditEvent,
    action === undefined ? undefined : eq(auditEvent.action, action),
    subjectId === undefined ? undefined : eq(auditEvent.subjectId, subjectId),
  );

export function listAuditEvents(
  transaction: OrganizationTransaction,
  filter: AuditFilter,
  request: PageRequest,
): Promise<Page<AuditEvent>> {
  return readPage<AuditEvent>(
    transaction,
    {
      purpose: ['audit-events', filter],
      ...newestFirst(auditEvent),
      fetch: (after, orderBy, limit) =>
        transaction.sql
          .select()
          .from(auditEvent)
          .where(and(matching(transaction, filter), after))
          .orderBy(...orderBy)
          .limit(limit),
    },
    request,
  );
}

export const countAuditEvents = (transaction: OrganizationTransaction, filter: AuditFilter): Promise<number> =>
  transaction.sql.$count(auditEvent, matching(transaction, filter));

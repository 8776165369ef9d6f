import { and, asc, desc, gt, gte, inArray, lt, lte, sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';
import type { AuditEvent } from '../policy/audit-chain';
import { auditEvents } from './schema';

export interface AuditFilter {
  /** An act, or the part of it before the dot. */
  act?: string;
  actor?: string;
  /** Days in UTC, 2026-11-24; the second one not included. */
  from?: string;
  until?: string;
}

const toEvent = ({ actorId, actorName, channel, address, ...event }: typeof auditEvents.$inferSelect): AuditEvent => ({
  ...event,
  actor: { id: actorId, name: actorName },
  origin: { channel, address },
});

/** Oldest first, behind `after`. */
export async function readAuditEvents(
  db: HostDatabase,
  { after, until, limit, filter = {} }: { after: number; until?: number; limit: number; filter?: AuditFilter },
): Promise<AuditEvent[]> {
  const rows = await askDatabase(() =>
    db
      .select()
      .from(auditEvents)
      .where(
        and(
          gt(auditEvents.seq, after),
          until === undefined ? undefined : lte(auditEvents.seq, until),
          matching(filter),
        ),
      )
      .orderBy(asc(auditEvents.seq))
      .limit(limit),
  );
  return rows.map(toEvent);
}

/** Newest first; `before` is the number of the last one seen so far. */
export async function listAuditEvents(
  db: HostDatabase,
  { before, limit, filter = {} }: { before?: number; limit: number; filter?: AuditFilter },
): Promise<AuditEvent[]> {
  const older = before === undefined ? undefined : lt(auditEvents.seq, before);
  const rows = await askDatabase(() =>
    db
      .select()
      .from(auditEvents)
      .where(and(older, matching(filter)))
      .orderBy(desc(auditEvents.seq))
      .limit(limit),
  );
  return rows.map(toEvent);
}

/** Of these backups those that were deleted and not brought back since, with who deleted them. */
export async function deletedBackups(db: HostDatabase, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { subject, act, actorName, seq } = auditEvents;
  const rows = await askDatabase(() =>
    db
      .selectDistinctOn([subject], { subject, act, actorName })
      .from(auditEvents)
      .where(and(inArray(subject, [...ids]), inArray(act, ['backup.delete', 'backup.prune', 'backup.undelete'])))
      .orderBy(subject, desc(seq)),
  );
  const deleted = rows.filter((row) => row.act !== 'backup.undelete');
  return new Map(deleted.map((row) => [row.subject ?? '', row.actorName]));
}

function matching({ act, actor, from, until }: AuditFilter) {
  return and(
    act ? sql`(${auditEvents.act} = ${act} or split_part(${auditEvents.act}, '.', 1) = ${act})` : undefined,
    actor ? sql`strpos(lower(${auditEvents.actorName}), lower(${actor})) > 0` : undefined,
    from ? gte(auditEvents.at, from) : undefined,
    until ? lt(auditEvents.at, until) : undefined,
  );
}

import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { canonicalJson } from '../kernel/canonical-json';
import { attempt, type Result } from '../kernel/result';
import { AUDIT_COLUMNS, auditCsvLine, csvLine } from '../policy/audit-text';
import { type AuditFilter, readAuditEvents } from '../runs/audit-listing';
import { type AuditQuery, readAuditFilter, toAuditFilter } from './list-audit';
import { reachDatabase } from './reach-database';
import { recordAudit } from './record-audit';
import type { Initiator } from './start-backup';

const EVENTS_A_READ = 500;

export interface AuditExport {
  /** "mcp-server-directory-audit-2026-11-24.csv": made here. */
  fileName: string;
  mediaType: string;
  text: AsyncIterable<string>;
}

/**
 * The audit as a file, oldest first: CSV without formulas, or JSON with all that the hashes are made of, so that anybody
 * can check the chain. That it was taken out is an event too. Errors: DATABASE_DOWN.
 */
export function exportAudit(
  context: BackupContext,
  { format, ...query }: AuditQuery & { format: 'csv' | 'json' },
  { trigger, actor }: Pick<Initiator, 'trigger' | 'actor'>,
): Promise<Result<AuditExport>> {
  return attempt(async () => {
    const db = await reachDatabase(context);
    const filter = readAuditFilter(query);
    const { act, actor: name, from, until } = filter;
    await recordAudit(context, {
      act: 'audit.export',
      actor: { id: actor.id, name: actor.name },
      from: trigger,
      detail: { format, filter: canonicalJson({ act, actor: name, from, until }) },
    });
    const day = context.clock.now().toISOString().slice(0, 10);
    return {
      fileName: `${context.site.slug}-audit-${day}.${format}`,
      mediaType: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
      text: format === 'csv' ? csvText(db, toAuditFilter(filter)) : jsonText(db, toAuditFilter(filter)),
    };
  });
}

async function* eventsOf(db: HostDatabase, filter: AuditFilter) {
  for (let after = 0; ; ) {
    const events = await readAuditEvents(db, { after, limit: EVENTS_A_READ, filter });
    yield* events;
    const last = events.at(-1);
    if (!last || events.length < EVENTS_A_READ) return;
    after = last.seq;
  }
}

async function* csvText(db: HostDatabase, filter: AuditFilter): AsyncGenerator<string> {
  yield csvLine(AUDIT_COLUMNS);
  for await (const event of eventsOf(db, filter)) yield auditCsvLine(event);
}

async function* jsonText(db: HostDatabase, filter: AuditFilter): AsyncGenerator<string> {
  let before = '[';
  for await (const event of eventsOf(db, filter)) {
    yield `${before}\n${canonicalJson(event)}`;
    before = ',';
  }
  yield before === '[' ? '[]\n' : '\n]\n';
}

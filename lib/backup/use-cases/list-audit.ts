import { z } from 'zod';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { attempt, type Result } from '../kernel/result';
import type { AuditEvent } from '../policy/audit-chain';
import { type AuditFilter, listAuditEvents } from '../runs/audit-listing';
import type { AuditEventView, AuditFilterView, AuditPageView } from '../views';
import { reachDatabase } from './reach-database';

const PAGE = 50;
const LARGEST_PAGE = 500;
const DAY_MS = 86_400_000;

const filterSchema = z.object({
  /** An act, or the part of it before the dot: "backup". */
  act: z
    .string()
    .regex(/^[a-z-]+(?:\.[a-z-]+)?$/)
    .max(60)
    .nullish(),
  /** A part of the name. */
  actor: z.string().trim().max(200).nullish(),
  from: z.iso.date().nullish(),
  until: z.iso.date().nullish(),
});

export type AuditQuery = z.input<typeof filterSchema>;

/** A part of a filter that cannot be one is left out, as an address that somebody typed may have it. */
export function readAuditFilter(query: AuditQuery): AuditFilterView {
  const filter: AuditFilterView = { act: null, actor: null, from: null, until: null };
  for (const key of ['act', 'actor', 'from', 'until'] as const) {
    const parsed = filterSchema.shape[key].safeParse(query[key]);
    if (parsed.success && parsed.data) filter[key] = parsed.data;
  }
  return filter;
}

export const toAuditFilter = ({ act, actor, from, until }: AuditFilterView): AuditFilter => ({
  ...(act ? { act } : {}),
  ...(actor ? { actor } : {}),
  ...(from ? { from } : {}),
  // The day itself is in.
  ...(until ? { until: new Date(Date.parse(until) + DAY_MS).toISOString().slice(0, 10) } : {}),
});

const auditEventView = ({ actor, origin, seq, at, act, subject, detail }: AuditEvent): AuditEventView => ({
  ...{ seq, at, act, subject, detail },
  actorName: actor.name,
  channel: origin.channel,
  address: origin.address,
});

/** Events, newest first, in pages behind the number of an event. Errors: INVALID_INPUT, DATABASE_DOWN. */
export function listAudit(
  context: BackupContext,
  { before, limit = PAGE, ...query }: AuditQuery & { before?: number | null; limit?: number },
): Promise<Result<AuditPageView>> {
  return attempt(async () => {
    if (before != null && !(Number.isSafeInteger(before) && before > 0)) {
      throw failure('INVALID_INPUT', 'This is not the number of an event.', { hint: 'Begin with the newest ones.' });
    }
    const filter = readAuditFilter(query);
    const size = Math.min(limit, LARGEST_PAGE);
    const events = await listAuditEvents(await reachDatabase(context), {
      ...(before ? { before } : {}),
      limit: size + 1,
      filter: toAuditFilter(filter),
    });
    const shown = events.slice(0, size);
    return {
      events: shown.map(auditEventView),
      nextCursor: events.length > size ? (shown.at(-1)?.seq ?? null) : null,
      filter,
    };
  });
}

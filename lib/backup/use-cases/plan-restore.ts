import type { CatalogEntry } from '../catalog/catalog-entry';
import { readContentPoint } from '../content/content-point';
import type { BackupContext } from '../context';
import { withPostgresFailures } from '../database/postgres-failure';
import { failure } from '../kernel/app-error';
import { isId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { proofOf } from '../policy/proof';
import { estimateRestore } from '../policy/restore-estimate';
import { restoreRefusals, restoreWarnings } from '../policy/restore-notices';
import type { RestorePlanView, RestoreTargetView } from '../views';
import { measuredRestores, measuredSwapMs } from './measured-restores';
import { planRestoreContent } from './plan-restore-content';
import { type ReachedTarget, withTarget } from './reach-target';
import { readWorld } from './read-world';
import { gatherRestoreFacts } from './restore-facts';
import { changesLive } from './restore-phases';
import { tableChanges } from './restore-table-changes';
import { type RestoreTargetRequest, restoreTargetSchema } from './restore-target';
import { PLAN_HOLDS_MS, signPlan } from './restore-token';

export interface PlanRestoreRequest {
  backupId: string;
  target: RestoreTargetRequest;
  /** Bring the content back to the same moment, in the same act. Goes with the live database. */
  content?: boolean;
  /** The admin who asks; left out in a terminal. */
  actor?: { id: string; email: string };
}

/**
 * What a restore would do, before it does anything: changes nothing. Refusals stand in the plan, with the way out; then
 * it has no token. Errors: NOT_FOUND, CORRUPT (no manifest to plan with), INVALID_INPUT, DATABASE_DOWN, STORAGE_DOWN.
 */
export async function planRestore(
  context: BackupContext,
  { backupId, target, actor, content = false }: PlanRestoreRequest,
): Promise<Result<RestorePlanView>> {
  return attempt(async () => {
    if (!isId(backupId)) throw failure('NOT_FOUND', 'There is no such backup.', { hint: 'Open it from the history.' });
    const parsed = restoreTargetSchema.safeParse(target);
    if (!parsed.success) {
      throw failure('INVALID_INPUT', 'Say where to restore to.', { hint: 'A new database, live, or chosen tables.' });
    }
    if (content && parsed.data.kind !== 'live') {
      throw failure('INVALID_INPUT', 'The content comes along with the live database alone.', {
        hint: 'Restore over the live database, or restore the content by itself.',
      });
    }
    const entry = await context.catalog.get(backupId);
    const asked = { target: parsed.data, content, actorId: actor?.id ?? null };
    return withTarget(context, (reached) => withPostgresFailures(() => plan(context, entry, asked, reached)));
  });
}

interface Asked {
  target: Parameters<typeof gatherRestoreFacts>[2];
  content: boolean;
  actorId: string | null;
}

async function plan(
  context: BackupContext,
  entry: CatalogEntry,
  { target: request, content, actorId }: Asked,
  reached: ReachedTarget,
): Promise<RestorePlanView> {
  const { manifest } = entry;
  const { target, server, counts, people, migrations, facts } = await gatherRestoreFacts(
    context,
    entry,
    request,
    reached,
    actorId,
  );
  const { actingAdmin, space } = facts;
  const refusals = restoreRefusals(facts);
  const world = await readWorld(context, entry, { target, withContent: content }, reached);
  const alongside = content ? await planRestoreContent(context, manifest, actorId) : null;
  const isRefused = refusals.length > 0 || alongside?.planned === null;
  const now = context.clock.now();
  const expiresAt = now.getTime() + PLAN_HOLDS_MS;
  const planned = {
    ...{ backupId: manifest.id, target, world, actingAdmin, actorId, expiresAt },
    content: alongside?.planned ?? null,
  };
  const estimateMs = estimateRestore(manifest.artifact.plainSize, await measuredRestores(context));
  const replaces = target.kind === 'live';
  return {
    token: isRefused ? null : signPlan(context, planned),
    plannedAt: now.toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
    site: context.site.name,
    backup: backupFacts(entry),
    target,
    lostMs: Math.max(0, now.getTime() - Date.parse(manifest.createdAt)),
    counted: counts?.kind ?? 'none',
    ...tableChanges(manifest, counts, target),
    people,
    actingAdmin,
    migrations,
    seed: {
      status: manifest.seed?.status ?? null,
      corrected: replaces && manifest.seed !== null && manifest.seed.status !== 'completed',
    },
    server: { inBackup: manifest.server.version, target: server.serverVersion },
    extensionsMissing: [...facts.extensionsMissing],
    space,
    content: await contentOf(context, manifest),
    contentPlan: alongside?.view ?? null,
    estimateMs,
    blockedMs: await blockedFor(context, target, estimateMs),
    undoDays: replaces && target.method === 'swap' ? context.settings.BACKUP_UNDO_DAYS : null,
    safetyCopy: reached.liveExists && changesLive(target),
    refusals,
    warnings: restoreWarnings(facts),
  };
}

async function blockedFor(
  context: BackupContext,
  target: RestoreTargetView,
  estimateMs: number | null,
): Promise<number | null> {
  if (target.kind !== 'live') return null;
  if (target.method === 'swap') return measuredSwapMs(context);
  return target.method === 'transaction' ? estimateMs : null;
}

const backupFacts = (entry: CatalogEntry): RestorePlanView['backup'] => {
  const { manifest } = entry;
  return {
    id: manifest.id,
    createdAt: manifest.createdAt,
    scope: manifest.scope.kind,
    format: manifest.artifact.format,
    engine: manifest.engine.name,
    size: manifest.artifact.size,
    plainSize: manifest.artifact.plainSize,
    proof: proofOf(entry),
    note: manifest.note,
    tables: manifest.tables.length,
    rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
  };
};

async function contentOf(
  { host, settings }: BackupContext,
  { content }: CatalogEntry['manifest'],
): Promise<RestorePlanView['content']> {
  if (!content) return null;
  const point = await readContentPoint(host.contentPath(), { pathVariable: settings.PATH });
  const now = point.ok ? point.value.head : null;
  return { inBackup: content.head, now, newerCommits: now === content.head ? 0 : null };
}

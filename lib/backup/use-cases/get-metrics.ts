import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import { type Metric, metricsText } from '../policy/metrics-text';
import { isGood, lastVerifiedAt, proofOf } from '../policy/proof';
import { isOffSite } from '../policy/protection';
import { readAuditHead } from '../runs/audit-events';
import { readDeliveries } from '../runs/notice-records';
import { countRuns } from '../runs/run-counts';
import type { VerdictView } from '../views';
import { getContentIncidents } from './get-content-incidents';
import { copiedTo, getProtection } from './get-protection';
import { destinationUses } from './get-trends';
import { reachDatabase } from './reach-database';
import { chosenCopies } from './read-policy';

const VERDICTS: Record<VerdictView['state'], string> = {
  safe: 'protected',
  'at-risk': 'at-risk',
  unsafe: 'unprotected',
  empty: 'unprotected',
  unknown: 'unknown',
};

/** Everything that a monitor watches, as Prometheus text. A part that cannot be read is missing, and said to be. */
export async function getMetrics(context: BackupContext): Promise<string> {
  const [verdict, storage, database, content] = await Promise.all([
    attempt(() => getProtection(context)),
    attempt(() => storageMetrics(context)),
    attempt(() => databaseMetrics(context)),
    getContentIncidents(context),
  ]);
  const parts = { verdict, storage, database };
  const metrics: Metric[] = [
    {
      name: 'backup_scrape_ok',
      help: 'Whether this part could be read; its figures are missing where it could not.',
      type: 'gauge',
      samples: Object.entries(parts).map(([part, outcome]) => ({ labels: { part }, value: outcome.ok ? 1 : 0 })),
    },
    {
      name: 'backup_protection',
      help: 'The verdict of the overview: 1 for the one that holds.',
      type: 'gauge',
      samples: [...new Set(Object.values(VERDICTS))].map((word) => ({
        labels: { verdict: word },
        value: VERDICTS[verdict.ok ? verdict.value.state : 'unknown'] === word ? 1 : 0,
      })),
    },
    ...metricsOf(storage),
    ...metricsOf(database),
    gauge(
      'backup_content_incidents_open',
      'Damage of the content that was not recovered; missing where there is no repository.',
      content.ok ? content.value.filter(({ recovered }) => !recovered).length : null,
    ),
  ];
  return metricsText(metrics, { site: context.site.slug });
}

const metricsOf = (outcome: Result<Metric[]>): Metric[] => (outcome.ok ? outcome.value : []);

const gauge = (name: string, help: string, value: number | null): Metric => ({
  ...{ name, help, type: 'gauge' },
  samples: [{ value }],
});

const seconds = (iso: string | null | undefined): number | null => (iso ? Date.parse(iso) / 1_000 : null);

async function storageMetrics(context: BackupContext): Promise<Metric[]> {
  const { entries, damaged } = await context.catalog.list();
  const good = entries.filter((entry) => entry.manifest.scope.kind === 'full' && isGood(proofOf(entry)));
  const [last] = good;
  const verified = good.map(lastVerifiedAt).find((at) => at !== null);
  const counted = (await chosenCopies(context)).map(({ name }) => name);
  const offsite = good.find((entry) => isOffSite(copiedTo(entry), counted));
  const uses = await destinationUses(context, entries);
  const each = (pick: (use: (typeof uses)[number]) => number | null) =>
    uses.map((use) => ({ labels: { destination: use.name }, value: pick(use) }));
  const duration = last && Date.parse(last.manifest.finishedAt) - Date.parse(last.manifest.createdAt);
  const restoreMs = last?.verifications.find(({ level, passed }) => level === 'restore' && passed)?.restoreMs;
  return [
    gauge(
      'backup_last_success_timestamp_seconds',
      'Moment of the newest good full backup.',
      seconds(last?.manifest.createdAt),
    ),
    gauge(
      'backup_last_verified_timestamp_seconds',
      'When a good full backup was last restored and compared.',
      seconds(verified),
    ),
    gauge(
      'backup_last_offsite_timestamp_seconds',
      'Moment of the newest good full backup of which a copy was read back elsewhere.',
      seconds(offsite?.manifest.createdAt),
    ),
    gauge(
      'backup_last_size_bytes',
      'Stored size of the newest good full backup.',
      last?.manifest.artifact.size ?? null,
    ),
    gauge('backup_last_duration_seconds', 'How long it took.', duration === undefined ? null : duration / 1_000),
    gauge(
      'backup_last_restore_seconds',
      'How long restoring it took, where it was.',
      restoreMs == null ? null : restoreMs / 1_000,
    ),
    gauge(
      'backup_damaged_backups',
      'Backups in the storage that cannot be used.',
      damaged.length + entries.filter((entry) => proofOf(entry) === 'damaged').length,
    ),
    {
      name: 'backup_storage_backups',
      help: 'Backups that a destination holds.',
      type: 'gauge',
      samples: each(({ backups }) => backups),
    },
    {
      name: 'backup_storage_bytes',
      help: 'What they weigh.',
      type: 'gauge',
      samples: each(({ usedBytes }) => usedBytes),
    },
    {
      name: 'backup_storage_free_bytes',
      help: 'Free space of a destination, where it can be known.',
      type: 'gauge',
      samples: each(({ freeBytes }) => freeBytes),
    },
  ];
}

async function databaseMetrics(context: BackupContext): Promise<Metric[]> {
  const db = await reachDatabase(context);
  const [counts, head, deliveries] = await Promise.all([countRuns(db), readAuditHead(db), readDeliveries(db)]);
  const ended = counts.filter(({ status }) => status !== 'running');
  return [
    {
      ...{ name: 'backup_runs_total', help: 'Runs by kind and by how they ended.', type: 'counter' },
      samples: ended.map(({ kind, status, runs }) => ({ labels: { kind, status }, value: runs })),
    },
    gauge('backup_running', 'Whether a run is going on.', counts.some(({ status }) => status === 'running') ? 1 : 0),
    {
      name: 'backup_audit_events_total',
      help: 'Events of the audit.',
      type: 'counter',
      samples: [{ value: head.seq }],
    },
    gauge('backup_audit_unmirrored_events', 'Events that the storage does not have yet.', head.seq - head.mirroredSeq),
    {
      ...{ name: 'backup_notify_ok', help: 'Whether the last message on this way got through.', type: 'gauge' },
      samples: deliveries.map(({ channel, reason }) => ({ labels: { channel }, value: reason === null ? 1 : 0 })),
    },
  ];
}

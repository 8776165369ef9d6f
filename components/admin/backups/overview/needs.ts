import type { HistoryRowView, OverviewView } from '../contract';
import type { Format } from '../format/use-format';

export interface Need {
  key: string;
  text: string;
  action: { label: string; href: string } | null;
}

const ROOT = '/admin/backups';
const LOW_SPACE_BACKUPS = 3;
const MOST = 3;

function lastRunNeed(rows: HistoryRowView[], format: Format): Need | null {
  const last = rows.find(({ status }) => status !== 'running');
  if (!last) return null;
  const { words } = format;
  const see = last.runId ? { label: words('needs.lastFailedAction'), href: `${ROOT}/runs/${last.runId}` } : null;
  if (last.status === 'failed') {
    const reason = last.error?.message ?? words('history.whyFailed');
    return { key: 'run', text: words('needs.lastFailed', { reason }), action: see };
  }
  if (last.status === 'missed') {
    return { key: 'run', text: words('needs.lastMissed', { when: format.spoken(last.at) }), action: null };
  }
  if (last.status === 'lost') return { key: 'run', text: words('needs.lastLost'), action: see };
  return null;
}

function damagedNeed(rows: HistoryRowView[], format: Format): Need | null {
  const row = rows.find(({ status, backupId }) => status === 'damaged' && backupId);
  if (!row) return null;
  const { words } = format;
  return {
    key: 'damaged',
    text: words('needs.damaged', { when: format.full(row.at) }),
    action: { label: words('needs.damagedAction'), href: `${ROOT}/${row.backupId}` },
  };
}

function databaseNeeds({ migrations, seed }: OverviewView, format: Format): (Need | null)[] {
  const { words } = format;
  const look = (label: string) => ({ label, href: `${ROOT}/migrations` });
  const migrationText =
    migrations.state !== 'known'
      ? null
      : {
          same: null,
          pending: words('needs.pending', {
            n: migrations.value.rows.filter(({ state }) => state === 'pending').length,
          }),
          unknown: words('needs.unknownMigrations'),
          changed: words('needs.changedMigrations'),
        }[migrations.value.verdict];
  const seedText =
    seed.state !== 'known'
      ? null
      : seed.value.status === 'failed'
        ? words('needs.seedFailed')
        : seed.value.status === 'stale' && seed.value.startedAt
          ? words('needs.seedStale', { ago: format.ago(seed.value.startedAt) })
          : null;
  return [
    migrationText ? { key: 'migrations', text: migrationText, action: look(words('needs.migrationsAction')) } : null,
    seedText ? { key: 'seed', text: seedText, action: look(words('needs.seedAction')) } : null,
  ];
}

function serverNeeds({ engines, storage, history }: OverviewView, format: Format): (Need | null)[] {
  const { words } = format;
  const reason =
    engines.state === 'known' && engines.value.chosen === null
      ? (engines.value.candidates.find((candidate) => candidate.reason)?.reason ?? words('facts.noProgram'))
      : null;
  const free = storage.state === 'known' ? storage.value.freeBytes : null;
  const size = history.rows.find((row) => row.size)?.size ?? null;
  const tight = free !== null && size !== null && free < size * LOW_SPACE_BACKUPS;
  return [
    reason ? { key: 'engine', text: words('needs.noEngine', { reason }), action: null } : null,
    tight ? { key: 'space', text: words('needs.space', { free: format.bytes(free) }), action: null } : null,
  ];
}

/** A copy that failed is told until it is made. */
function copyNeed({ storage }: OverviewView, { words }: Format): Need | null {
  const failed = storage.state === 'known' ? storage.value.copies.find(({ newest }) => newest === 'failed') : undefined;
  if (!failed) return null;
  return {
    key: 'copy',
    text: words('storage.need', { name: failed.name }),
    action: { label: words('storage.needAction'), href: `${ROOT}/storage` },
  };
}

/** What asks for the admin beside the sentence: at most three, the most pressing first, never what it says already. */
export function needs(overview: OverviewView, format: Format): Need[] {
  const { reason } = overview.verdict;
  const rows = overview.history.rows;
  const said = reason === 'all-failed' || reason === 'old' || reason === 'no-backup';
  return [
    said ? null : lastRunNeed(rows, format),
    damagedNeed(rows, format),
    copyNeed(overview, format),
    ...serverNeeds(overview, format),
    ...databaseNeeds(overview, format),
  ]
    .filter((need) => need !== null)
    .slice(0, MOST);
}

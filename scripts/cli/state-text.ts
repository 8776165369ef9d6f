import {
  type DatabaseStateView,
  formatBytes,
  type MigrationStateView,
  type PointComparisonView,
  type SeedPreviewView,
  type SeedStateView,
} from '@/lib/backup';
import { columns, count, difference, duration, fact, moment, plural, tableName } from './figures';

const VERDICTS: Record<MigrationStateView['verdict'], string> = {
  applied: 'up to date',
  pending: 'migrations are pending',
  unknown: 'the database has migrations that this version does not know',
  changed: 'a migration was changed after it was applied',
  'half-applied': 'a migration that is not recorded has left objects in the database',
  'file-missing': 'the journal names a migration whose file is not here',
  unlisted: 'a migration file is not in the journal: no migrator runs it',
};

const NOTES = {
  'skipped-by-drizzle': 'older than the newest applied: Drizzle’s own migrator would leave it out',
  'duplicate-time': 'has the time of another migration',
  'out-of-order': 'older than a migration before it',
} as const;

/** Verdict first, then every migration that is not simply applied; all of them with `all`. */
export function describeMigrations(state: MigrationStateView, all = false): string {
  const { verdict, applied, journal, files, rows, lastRun } = state;
  const shown = all ? rows : rows.filter((row) => row.state !== 'applied' || row.notes.length > 0);
  const lines = shown.flatMap((row) => [
    `  ${row.state.padEnd(12)} ${(row.tag ?? '(no name here)').padEnd(34)} ${(row.hash ?? row.recordedHash ?? 'no file').slice(0, 12)}${row.bytes === null ? '' : `  ${formatBytes(row.bytes)}`}`,
    ...(row.objects && row.objects.present > 0
      ? [`               ${row.objects.present} of its ${row.objects.total} objects are in the database`]
      : []),
    ...row.notes.map((note) => `               ${NOTES[note]}`),
  ]);
  const last =
    lastRun &&
    `  last run     ${lastRun.status}, ${moment(lastRun.at)}, ${lastRun.actorName}${lastRun.message ? `: ${lastRun.message}` : ''}`;
  return [
    `Migrations: ${verdict}, ${VERDICTS[verdict]}.`,
    fact('counted', `${applied} applied, ${journal} in the journal, ${plural(files, 'file')}`),
    ...lines,
    ...(last ? [last] : []),
  ].join('\n');
}

const SEED: Record<SeedStateView['status'], string> = {
  never: 'this database was never seeded',
  seeding: 'it is under way',
  stale: 'it began and never ended, and whoever seeded is gone',
  failed: 'no row was added',
  completed: 'the first data is in',
};

const LOCKS: Record<SeedStateView['locks'][number]['state'], string> = {
  working: 'works',
  idle: 'does nothing and keeps the lock',
  waiting: 'waits for the lock',
  hidden: 'may not be looked at by this role',
};

export function describeSeed({ status, ageMs, error, locks, canReset }: SeedStateView): string {
  const ago = ageMs === null ? '' : `, began ${duration(ageMs)} ago`;
  return [
    `Seed status: ${status}, ${SEED[status]}${ago}.`,
    ...(error ? [fact('reason', error)] : []),
    ...(locks.length === 0 ? [fact('lock', 'nobody holds it')] : locks.map((lock) => fact('lock', lockLine(lock)))),
    ...(canReset
      ? [fact('next', 'npm run -s backup -- seed --run, or take the row away: seed --reset --confirm SITE')]
      : []),
  ].join('\n');
}

function lockLine({ pid, state, application, user, client, since }: SeedStateView['locks'][number]): string {
  const who = [`session ${pid}`, application, user, client].filter((part) => part !== null).join(', ');
  return `${who}: ${LOCKS[state]}${since ? ` since ${moment(since)}` : ''}`;
}

export function describePreview({ does, tables, adds, nonEmpty }: SeedPreviewView): string {
  if (does === 'nothing') return 'Seeding would do nothing: it is complete, or under way.';
  if (does === 'mark') return 'Seeding would add no row: there are users. It would note that the seed is complete.';
  const rows = tables.map(({ schema, name, rows: there, adds: added }) => [
    tableName({ schema, name }),
    count(there),
    `+${count(added)}`,
  ]);
  const warning =
    nonEmpty === 0 ? [] : [`  ${plural(nonEmpty, 'table')} of these are not empty; a backup is taken first.`];
  return [
    `Seeding would add ${plural(adds, 'row')}.`,
    ...columns([['table', 'now', 'adds'], ...rows]),
    ...warning,
  ].join('\n');
}

const SUPPORT: Record<DatabaseStateView['support']['state'], string> = {
  supported: 'supported until',
  'ends-soon': 'support ends soon,',
  ended: 'support ended,',
  unknown: 'end of support not known here',
};

export function describeDatabase(view: DatabaseStateView): string {
  const { version, support, pool, sizeBytes, tables, extensions, blocking, prepared, connections, facts } = view;
  return [
    `PostgreSQL ${version}, ${SUPPORT[support.state]}${support.endsOn ? ` ${support.endsOn}` : ''}.`,
    ...connections.map(({ from, user, host, port, database, pooling, encrypted, provider }) =>
      fact(
        'reached',
        `${user}@${host}:${port}/${database} by ${from}, ${pooling.mode}, ${encrypted ? 'encrypted' : 'not encrypted'}${provider ? `, ${provider}` : ''}`,
      ),
    ),
    fact('size', `${formatBytes(sizeBytes)} in ${plural(tables, 'table')}`),
    fact(
      'pool',
      `${pool.open} open, ${pool.active} at work, ${pool.size} per instance; ${pool.sessions} sessions in this database, the server allows ${pool.allowed}`,
    ),
    fact('extensions', extensions.map(({ name, version: has }) => `${name} ${has}`).join(', ') || 'none'),
    ...blocking.map(({ pid, application, state, seconds, locks }) =>
      fact(
        'in the way',
        `session ${pid}${application ? `, ${application}` : ''}, ${state ?? 'hidden'}, open for ${duration(seconds * 1000)}${locks.length > 0 ? `, locks ${locks.join(', ')}` : ''}`,
      ),
    ),
    ...prepared.map(({ name, since }) => fact('in the way', `prepared transaction ${name} since ${moment(since)}`)),
    ...(facts ? [fact('provider', `keeps backups by plan; see ${facts.docs} (as known on ${facts.asOf})`)] : []),
  ].join('\n');
}

export function describeComparison(view: PointComparisonView): string {
  const { before, after, same, migrations, sameMigrations, tables, sameTables, extensions, facts } = view;
  const rows = (tables ?? []).map(({ schema, name, change, rowsBefore, rowsAfter }) => [
    `${tableName({ schema, name })} ${change}`,
    rowsBefore === null ? '–' : count(rowsBefore),
    rowsAfter === null ? '–' : count(rowsAfter),
    rowsBefore === null || rowsAfter === null ? '' : difference(rowsAfter - rowsBefore),
  ]);
  return [
    `${before.id} of ${moment(before.createdAt)} against ${after.id} of ${moment(after.createdAt)}`,
    ...(same ? ['They do not differ.'] : []),
    fact('migrations', `${sameMigrations} the same`),
    ...migrations.map(({ hash, name, change }) => fact(change, name ?? hash.slice(0, 12))),
    ...facts.map(({ fact: name, before: was, after: is }) => fact(name, `${was ?? 'none'} → ${is ?? 'none'}`)),
    ...extensions.map(({ name, before: was, after: is }) => fact(name, `${was ?? 'absent'} → ${is ?? 'absent'}`)),
    ...(tables === null
      ? [fact('tables', 'rows were not counted in one of them')]
      : [fact('tables', `${plural(sameTables, 'table')} the same`), ...columns(rows)]),
  ].join('\n');
}

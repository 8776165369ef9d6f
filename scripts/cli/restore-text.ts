import {
  type DrillView,
  formatBytes,
  type ImportView,
  type ReplacedDatabaseView,
  type RestoreResultView,
  type UndoContentView,
} from '@/lib/backup';
import { visible } from './content-names';
import { shortSha } from './content-text';
import { columns, count, duration, fact, moment, plural, tableName } from './figures';
import { describeTarget } from './plan-text';

const HEADINGS = { restore: 'Restored', undo: 'Undone', reset: 'Started over' } as const;

/** What became of a restore, an undo or a reset. */
export function describeResult(result: RestoreResultView): string {
  const { run, backup, compared, undo, signedOut, migrationsRun, safetyBackupId, swapMs, notes } = result;
  const heading = run.kind === 'undo' || run.kind === 'reset' ? HEADINGS[run.kind] : HEADINGS.restore;
  const took = run.durationMs === null ? '' : ` in ${duration(run.durationMs)}`;
  return [
    `${heading}${took}: ${describeTarget(result.target)}`,
    ...(backup ? [fact('backup', `${backup.id} of ${moment(backup.createdAt)}`)] : []),
    ...(compared ? [fact('compared', comparison(compared))] : []),
    ...(migrationsRun.length > 0 ? [fact('migrations', `ran: ${migrationsRun.join(', ')}`)] : []),
    ...(swapMs === null ? [] : [fact('visitors', `waited ${duration(swapMs)}`)]),
    ...(signedOut
      ? [fact('signed out', `${plural(signedOut.sessions, 'session')}, ${plural(signedOut.links, 'link')}`)]
      : []),
    ...(safetyBackupId ? [fact('safety copy', safetyBackupId)] : []),
    ...(undo ? [fact('undo', `until ${moment(undo.until)}: npm run -s backup -- undo --confirm SITE`)] : []),
    ...(run.kind === 'reset' && safetyBackupId
      ? [fact('way back', `npm run -s backup -- restore ${safetyBackupId} --live --confirm SITE`)]
      : []),
    ...restoredContentText(result.content),
    ...notes.map((note) => fact('note', note)),
    ...whereToFind(result),
  ].join('\n');
}

function restoredContentText(content: RestoreResultView['content']): string[] {
  if (!content) return [];
  const { way, state, commit, files, live, keptAs, reason, warnings } = content;
  const id = shortSha(commit ?? '');
  const done = {
    same: 'was as in the backup already',
    clone: `made anew at ${id}${keptAs ? `; what stood there is kept as ${visible(keptAs)}` : ''}`,
    commit: `as in the backup, by commit ${id}: ${plural(files, 'file')}`,
    revert: `taken back by commit ${id}: ${plural(files, 'file')}`,
  }[way];
  return [
    fact('content', state !== 'done' ? `not done. ${reason ?? ''}` : live === false ? `saved as commit ${id}` : done),
    ...warnings.map((text) => fact('', visible(text))),
  ];
}

/** What an undo would do, the content first where it goes back too. */
export function describeUndo(kept: ReplacedDatabaseView, content: UndoContentView | null): string {
  const what = content?.refusal
    ? `cannot go back: ${visible(content.refusal.message)} ${visible(content.refusal.hint)}`
    : content?.sha
      ? `commit ${shortSha(content.sha)} is reverted: ${plural(content.files, 'file')}`
      : 'was made anew by the restore, and stays';
  return [
    'Nothing has happened yet. This is what an undo does.',
    ...(content ? [fact('content', what)] : []),
    fact('database', `${kept.name}, replaced ${moment(kept.replacedAt)}, takes its place again; what is live is kept`),
    '',
    `Next: npm run -s backup -- undo --database ${kept.name}${content?.refusal ? ' --database-only' : ''} --confirm SITE`,
  ].join('\n');
}

function comparison({ tables, same, reason }: NonNullable<RestoreResultView['compared']>): string {
  if (!same) return reason ?? 'tables differ';
  const rows = tables.reduce((sum, { actual }) => sum + (actual ?? 0), 0);
  return `${plural(tables.length, 'table')}, ${plural(rows, 'row')}: exactly as in the backup`;
}

function whereToFind({ target }: RestoreResultView): string[] {
  if (target.kind === 'database') {
    return ['', `Reach it with the address in DATABASE_URL and the name ${target.database} in place of the live one.`];
  }
  if (target.kind === 'tables' && target.into === 'side') {
    return [
      '',
      `Look at it: select … from "${target.schema}".TABLE. When done: drop schema "${target.schema}" cascade`,
    ];
  }
  return [];
}

export function describeDrill(drill: DrillView): string {
  return [
    `${drill.backupId}  ${drill.passed ? 'restored exactly' : 'DAMAGED'}`,
    fact('taken', moment(drill.backupCreatedAt)),
    fact(
      'restored',
      `${drill.restoreMs === null ? 'not loaded' : `in ${duration(drill.restoreMs)}`}${drill.serverVersion ? `, on PostgreSQL ${drill.serverVersion}` : ''}`,
    ),
    fact(
      'compared',
      `${drill.compareMs === null ? 'nothing' : `in ${duration(drill.compareMs)}`}: ${plural(drill.tables, 'table')}, ${plural(drill.rows, 'row')}`,
    ),
    fact('all in all', duration(drill.durationMs)),
    ...(drill.reason ? [fact('differs', drill.reason)] : []),
  ].join('\n');
}

export function describeImport(view: ImportView): string {
  const packed = view.gzip ? ', unpacked by gzip' : '';
  return [
    `${view.database}  imported, UNPROVEN: there is no manifest to compare with`,
    fact('file', `${view.file}, ${formatBytes(view.bytes)}, ${view.format}${packed}`),
    fact('loaded', `in ${duration(view.loadMs)}: ${plural(view.tables.length, 'table')}, ${plural(view.rows, 'row')}`),
    ...columns(
      view.tables.map((table) => [tableName(table), count(table.rows)]),
      4,
    ),
    ...view.notes.map((note) => `! ${note}`),
  ].join('\n');
}

export function tableOfReplaced(replaced: readonly ReplacedDatabaseView[]): string {
  if (replaced.length === 0) return 'No replaced database is kept.';
  return replaced
    .map(({ name, replacedAt, until, bytes }) =>
      [name, `replaced ${moment(replacedAt)}`, `kept until ${moment(until)}`, formatBytes(bytes)].join('  '),
    )
    .join('\n');
}

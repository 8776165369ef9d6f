import { formatBytes, type ResetPlanView, type RestorePlanView, type RestoreTargetView } from '@/lib/backup';
import { contentPlanText } from './content-point';
import { columns, count, difference, duration, fact, moment, plural, tableName } from './figures';

const SHOWN_TABLES = 30;

export function describeTarget(target: RestoreTargetView): string {
  if (target.kind === 'database') return `new database ${target.database}`;
  if (target.kind === 'tables') {
    const tables = target.tables.map(tableName).join(', ');
    const place =
      target.into === 'side' ? `new schema ${target.schema} of ${target.database}` : `live in ${target.database}`;
    return `${tables} → ${place}`;
  }
  const ways = {
    swap: `live database ${target.database}, swapped in by rename`,
    transaction: `live database ${target.database}, in one transaction`,
    create: `live database ${target.database}, which does not exist now`,
  };
  return ways[target.method];
}

/** Tables that change, with rows now, in the backup and the difference; then how many stay as they are. */
function changes({ tables, counted, target }: RestorePlanView): string[] {
  if (target.kind === 'database' || counted === 'none') return [];
  const changing = tables.filter(({ now, after, same }) => same === false || now !== after);
  const cell = (rows: number | null) => (rows === null ? '–' : count(rows));
  const rows = changing
    .slice(0, SHOWN_TABLES)
    .map((table) => [
      tableName(table),
      cell(table.now),
      cell(table.after),
      table.now === null || table.after === null
        ? '–'
        : table.now === table.after
          ? 'content'
          : difference(table.after - table.now),
    ]);
  const lines = rows.length > 0 ? columns([['TABLE', 'NOW', 'IN THE BACKUP', 'DIFFERENCE'], ...rows]) : [];
  const more = changing.length - rows.length;
  if (more > 0) lines.push(`  ${plural(more, 'more table changes', 'more tables change')}`);
  const alike = tables.length - changing.length;
  if (alike > 0) {
    const words = changing.length > 0 ? plural(alike, 'other table') : plural(alike, 'table');
    lines.push(`  ${words} ${alike === 1 ? 'is' : 'are'} the same in both`);
  }
  if (counted === 'estimate') lines.push('  The figures of now are estimates by the server’s statistics.');
  return ['', ...lines];
}

function people({ people: accounts }: RestorePlanView): string[] {
  if (!accounts) return [];
  const named = (list: { id: string; email: string | null }[]) => list.map(({ id, email }) => email ?? id).join(', ');
  const { vanish, vanishing, comeBack, comingBack } = accounts;
  return [
    fact('accounts', vanish + comeBack === 0 ? 'the same' : `${count(vanish)} vanish, ${count(comeBack)} come back`),
    ...(vanish > 0 ? [fact('', `vanish: ${named(vanishing)}${vanish > vanishing.length ? ', …' : ''}`)] : []),
    ...(comeBack > 0 ? [fact('', `come back: ${named(comingBack)}${comeBack > comingBack.length ? ', …' : ''}`)] : []),
  ];
}

function migrations({ migrations: { verdict, toRun, inBackup, inApp } }: RestorePlanView): string {
  if (verdict === 'same') return `the same ${inApp} in backup and app`;
  if (verdict === 'behind') return `${plural(toRun.length, 'migration')} will run: ${toRun.join(', ')}`;
  return `${verdict}: ${inBackup} in the backup, ${inApp} in the app`;
}

function circumstances(plan: RestorePlanView): string[] {
  const { space, server, estimateMs, blockedMs, undoDays, safetyCopy, seed, content, contentPlan } = plan;
  const free = space.freeBytes === null ? 'free space unknown' : `${formatBytes(space.freeBytes)} free`;
  return [
    ...people(plan),
    fact('migrations', migrations(plan)),
    ...(seed.corrected ? [fact('seed', `${seed.status ?? 'absent'} in the backup, set to completed`)] : []),
    ...(contentPlan
      ? contentPlanText(contentPlan)
      : content
        ? [
            fact(
              'content',
              `${content.inBackup.slice(0, 7)} in the backup, ${content.now?.slice(0, 7) ?? 'unknown'} now; not changed`,
            ),
          ]
        : []),
    fact('server', `PostgreSQL ${server.inBackup} → ${server.target}`),
    fact('space', `about ${formatBytes(space.neededBytes)} needed, ${free}`),
    fact('takes', estimateMs === null ? 'not measured yet' : `about ${duration(estimateMs)}, by measured restores`),
    ...(blockedMs === null ? [] : [fact('visitors', `wait about ${duration(blockedMs)}`)]),
    ...(safetyCopy ? [fact('safety', 'a full backup of what is live is taken first')] : []),
    ...(undoDays === null ? [] : [fact('undo', `possible for ${plural(undoDays, 'day')}`)]),
  ];
}

/** The whole plan for a person; `next` is the command that carries it out. */
export function describePlan(plan: RestorePlanView, next: string): string {
  const { backup, target, lostMs, rowsLost, rowsBack, warnings } = plan;
  const refusals = [...plan.refusals, ...(plan.contentPlan?.refusals ?? [])];
  const replaces = target.kind !== 'database' && !(target.kind === 'tables' && target.into === 'side');
  const notices = (mark: string, list: { message: string; hint: string }[]) =>
    list.flatMap(({ message, hint }) => [`${mark} ${message}`, `  ${hint}`]);
  return [
    'Nothing has happened yet. This is the plan.',
    fact('backup', `${backup.id} of ${moment(backup.createdAt)} (${backup.proof}), ${plural(backup.rows, 'row')}`),
    fact('into', describeTarget(target)),
    ...(replaces
      ? [
          fact(
            'lost',
            `what changed in ${duration(lostMs)}: ${plural(rowsLost, 'row goes', 'rows go')}, ${plural(rowsBack, 'row comes back', 'rows come back')}`,
          ),
        ]
      : []),
    ...changes(plan),
    '',
    ...circumstances(plan),
    ...(warnings.length > 0 ? ['', ...notices('!', warnings)] : []),
    ...(refusals.length > 0 ? ['', 'This cannot be done:', ...notices('✗', refusals)] : ['', `Next: ${next}`]),
  ].join('\n');
}

export function describeResetPlan(plan: ResetPlanView, next: string): string {
  const { newestProven } = plan;
  return [
    'Nothing has happened yet. This is what starting over takes away.',
    fact('database', `${plan.database}: ${plural(plan.tables, 'table')}, ${plural(plan.rows, 'row')}`),
    fact(
      'proven',
      newestProven
        ? `${newestProven.id}, ${duration(newestProven.ageMs)} old; ${plural(plan.changedTables, 'table')} changed since`
        : 'no backup was ever proven by restoring',
    ),
    fact('safety', 'a full backup of what is live is taken first'),
    '',
    `Next: ${next}`,
  ].join('\n');
}

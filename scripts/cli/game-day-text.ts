import type { GameDayListView, GameDayRecordView } from '@/lib/backup';
import { count, duration, fact, moment, plural, tableName } from './figures';

const OUTCOMES: Record<GameDayRecordView['outcome'], string> = {
  passed: 'Passed: the backup was restored beside the live site and every table matches.',
  failed: 'Failed. It does not count as a proof.',
  'given-up': 'Given up. It does not count as a proof.',
};

const STEPS: Record<GameDayRecordView['steps'][number]['key'], string> = {
  prepare: 'getting ready',
  readback: 'reading',
  load: 'loading',
  compare: 'comparing',
  look: 'looking',
};

const CONTENT: Record<NonNullable<GameDayRecordView['look']>['content']['state'], string> = {
  cloned: 'cloned, at the commit of the backup',
  none: 'the backup holds none',
  failed: 'could not be cloned',
  unavailable: 'not tried: there is no git here',
};

/** What one rehearsal came to. */
export function describeGameDay(record: GameDayRecordView): string {
  const { outcome, reasons, backup, steps, compared, look, people, notes } = record;
  return [
    OUTCOMES[outcome],
    ...reasons.map(({ text }) => fact('reason', text)),
    fact('backup', `${backup.id} of ${moment(backup.createdAt)}`),
    ...steps.map(({ key, ms }) => fact(STEPS[key], duration(ms))),
    ...(compared ? [fact('compared', `${plural(compared.tables, 'table')}, ${count(compared.rows)} rows`)] : []),
    ...(look ? lookLines(look) : []),
    ...(people.length > 0 ? [fact('people', people.join(', '))] : []),
    ...(notes ? [fact('notes', notes)] : []),
  ].join('\n');
}

function lookLines({ accounts, admins, newest, content }: NonNullable<GameDayRecordView['look']>): string[] {
  const [first] = newest;
  return [
    fact(
      'sign-in',
      accounts === null ? 'not known' : `${plural(accounts, 'account')}, ${plural(admins ?? 0, 'admin')}`,
    ),
    ...(first ? [fact('newest row', `${moment(first.at)} in ${tableName(first)}`)] : []),
    fact('content', CONTENT[content.state]),
  ];
}

export function describeGameDays({ records, damaged }: GameDayListView): string {
  const lines = records.map(({ id, endedAt, outcome, restoreMs, actorName }) =>
    [id, moment(endedAt), outcome.padEnd(8), restoreMs === null ? '–' : duration(restoreMs), actorName].join('  '),
  );
  const lost = damaged.map((id) => `${id}  its record was changed after it was signed: it counts for nothing`);
  return [...lines, ...lost].join('\n') || 'No game day was held yet.';
}

import type { GameDayNeedView, GameDayPageView, GameDayRecordView, GameDayView } from '../../lib/backup/views';
import { ago, runningRun } from './view-fixtures';

const backup = { id: '01K9ZZZZZZZZZZZZZZZZZZZZZZ', createdAt: ago(1, '02:00'), plainSize: 12_400_000 };
const KEYS = ['storage', 'signature', 'identity', 'git', 'credentials', 'keys', 'runbook'] as const;
const PEOPLE = new Set<string>(['credentials', 'keys', 'runbook']);

const needs = (person: GameDayNeedView['state']): GameDayNeedView[] =>
  KEYS.map((key) => {
    const by = PEOPLE.has(key) ? 'person' : 'software';
    return { key, by, state: by === 'person' ? person : 'yes' };
  });

const look: NonNullable<GameDayView['look']> = {
  ms: 1_900,
  accounts: 1_201,
  admins: 1,
  newest: [{ schema: 'public', name: 'comments', at: ago(1, '01:58') }],
  content: { state: 'cloned', head: 'a'.repeat(40), reason: null },
};

const begun: GameDayView = {
  id: '01KA0000000000000000000000',
  step: 'needs',
  startedAt: ago(0, '07:31'),
  actorName: 'Noor Haddad',
  backup,
  database: null,
  needs: needs('unasked'),
  run: null,
  compared: null,
  look: null,
  outcome: 'failed',
  reasons: [{ code: 'restore', text: 'The backup was not restored.' }],
};

const restored: GameDayView = {
  ...begun,
  step: 'look',
  database: 'site_game_day_20261124_073312',
  needs: needs('yes'),
  run: { ...runningRun, kind: 'restore', status: 'done', durationMs: 7_400, error: null },
  compared: { same: true, tables: 42, rows: 12_345, reason: null },
};

/** Every step of a rehearsal, by its name. */
export const gameDays = {
  needs: begun,
  restoring: {
    ...restored,
    step: 'restoring',
    compared: null,
    run: {
      ...runningRun,
      kind: 'restore',
      status: 'running',
      progress: { phase: 'load', tablesDone: 12, tablesTotal: 42, bytes: 0, bytesPerSecond: null },
    },
  },
  again: { ...restored, step: 'again', compared: null, run: null },
  look: restored,
  passed: { ...restored, step: 'record', look, outcome: 'passed', reasons: [] },
  failed: {
    ...restored,
    step: 'record',
    needs: needs('no'),
    compared: null,
    run: {
      ...runningRun,
      kind: 'restore',
      status: 'failed',
      error: {
        code: 'CORRUPT',
        message: 'The stored file was changed.',
        hint: 'Use another backup.',
        retryable: false,
      },
    },
    reasons: [
      { code: 'need', text: 'Nobody had the keys at hand.' },
      { code: 'restore', text: 'The stored file was changed.' },
    ],
  },
  odd: {
    ...restored,
    step: 'record',
    look: {
      ...look,
      accounts: null,
      admins: null,
      newest: [],
      content: { state: 'unavailable', head: null, reason: 'No git.' },
    },
    outcome: 'passed',
    reasons: [],
  },
} as const satisfies Record<string, GameDayView>;

const passedDay: GameDayRecordView = {
  id: '01KA0000000000000000000001',
  startedAt: ago(30, '10:00'),
  endedAt: ago(30, '10:41'),
  outcome: 'passed',
  reasons: [],
  actorName: 'Noor Haddad',
  people: ['Noor Haddad', 'Sam <b>Lee</b>'],
  notes: 'The password of the bucket was in a locked drawer.',
  backup,
  needs: needs('yes'),
  steps: [{ key: 'load', ms: 6_000 }],
  restoreMs: 7_400,
  compared: restored.compared,
  look,
};

const failedDay: GameDayRecordView = {
  ...passedDay,
  id: '01KA0000000000000000000002',
  outcome: 'failed',
  people: [],
  notes: null,
  restoreMs: null,
  reasons: gameDays.failed.reasons,
};

export const gameDayPage = (current: GameDayView | null, records = [passedDay, failedDay]): GameDayPageView => ({
  current: { state: 'known', value: current },
  choices: { state: 'known', value: [{ id: backup.id, createdAt: backup.createdAt, proven: true }] },
  history: { state: 'known', value: { records, damaged: records.length === 0 ? ['01KA0000000000000000000009'] : [] } },
});

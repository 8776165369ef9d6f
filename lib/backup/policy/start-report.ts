import type { AppError } from '../kernel/app-error';
import { counted } from '../kernel/counted';
import type { Result } from '../kernel/result';
import type {
  MigrationStateView,
  SeedStateView,
  StartFinding,
  StartHealthView,
  StartPart,
  StartReportView,
  StartWord,
  VerdictView,
} from '../views';

/** What each part answered; an error is an answer too. */
export interface StartFacts {
  database: Result<{ version: string }>;
  migrations: Result<Pick<MigrationStateView, 'verdict' | 'pending'>>;
  seed: Result<Pick<SeedStateView, 'status' | 'error'>>;
  protection: Result<Pick<VerdictView, 'state' | 'reason' | 'reasons' | 'lastGoodAt' | 'lastError'>>;
}

type Judged = { status: StartWord; message: string; hint?: string };

const MIGRATIONS: Record<MigrationStateView['verdict'], Judged> = {
  applied: { status: 'ok', message: 'Every migration is applied.' },
  pending: { status: 'warning', message: '', hint: 'Run them: npm run -s backup -- migrate' },
  unknown: {
    status: 'warning',
    message: 'The database has migrations that this version does not know.',
    hint: 'Deploy the version that made them, or see: npm run -s backup -- state',
  },
  unlisted: {
    status: 'warning',
    message: 'A migration file is not in the journal: no migrator runs it.',
    hint: 'See: npm run -s backup -- state',
  },
  changed: {
    status: 'failed',
    message: 'A migration was changed after it was applied.',
    hint: 'See: npm run -s backup -- state',
  },
  'half-applied': {
    status: 'failed',
    message: 'A migration that is not recorded has left objects in the database.',
    hint: 'See: npm run -s backup -- state',
  },
  'file-missing': {
    status: 'failed',
    message: 'The journal names a migration whose file is not here.',
    hint: 'Deploy the folder drizzle whole.',
  },
};

const SEED: Record<SeedStateView['status'], Judged> = {
  completed: { status: 'ok', message: 'The first data is in.' },
  never: { status: 'warning', message: 'This database was never seeded.', hint: 'See: npm run -s backup -- seed' },
  seeding: { status: 'warning', message: 'Seeding is under way.' },
  stale: {
    status: 'warning',
    message: 'Seeding began more than five minutes ago and never ended.',
    hint: 'See: npm run -s backup -- seed',
  },
  failed: { status: 'failed', message: 'The last seed failed.', hint: 'See: npm run -s backup -- seed' },
};

const PROTECTION: Record<VerdictView['state'], Judged> = {
  safe: { status: 'ok', message: 'Protected' },
  'at-risk': { status: 'warning', message: 'At risk', hint: 'See: npm run -s backup -- status' },
  unsafe: { status: 'failed', message: 'Not protected', hint: 'See: npm run -s backup -- status' },
  empty: { status: 'failed', message: 'Not protected', hint: 'Make the first backup: npm run -s backup -- create' },
  unknown: { status: 'unknown', message: 'Nobody knows', hint: 'See: npm run -s backup -- doctor' },
};

/** What a start found, part by part: what did not answer is never called well. */
export function judgeStart(facts: StartFacts): StartReportView['parts'] {
  const { database, migrations, seed, protection } = facts;
  return {
    database: database.ok
      ? finding({ status: 'ok', message: `PostgreSQL ${database.value.version} answers.` }, database.value.version)
      : silent(database.error, 'failed'),
    migrations: migrations.ok ? migrationsPart(migrations.value) : silent(migrations.error),
    seed: seed.ok ? seedPart(seed.value) : silent(seed.error),
    protection: protection.ok ? protectionPart(protection.value) : silent(protection.error),
  };
}

const PARTS: readonly StartPart[] = ['database', 'migrations', 'seed', 'protection'];
const WEIGHT: Record<StartWord, number> = { ok: 0, unknown: 1, warning: 1, failed: 2 };

/** The words alone, for anybody. */
export const startHealth = ({ at, parts }: StartReportView): StartHealthView => ({
  at,
  database: parts.database.status,
  migrations: parts.migrations.status,
  seed: parts.seed.status,
  protection: parts.protection.status,
});

/** How loud the report is told in the log. */
export const startLevel = (parts: StartReportView['parts']): 'info' | 'warn' | 'error' =>
  (['info', 'warn', 'error'] as const)[Math.max(...PARTS.map((part) => WEIGHT[parts[part].status]))] ?? 'error';

function migrationsPart({ verdict, pending }: Pick<MigrationStateView, 'verdict' | 'pending'>): StartFinding {
  const judged = MIGRATIONS[verdict];
  const verb = pending.length === 1 ? 'is' : 'are';
  const message = verdict === 'pending' ? `${counted(pending.length, 'migration')} ${verb} pending.` : judged.message;
  return finding({ ...judged, message }, verdict);
}

function seedPart({ status, error }: Pick<SeedStateView, 'status' | 'error'>): StartFinding {
  const judged = SEED[status];
  return finding({ ...judged, message: error ? `${judged.message} ${error}` : judged.message }, status);
}

function protectionPart(
  verdict: Pick<VerdictView, 'state' | 'reason' | 'reasons' | 'lastGoodAt' | 'lastError'>,
): StartFinding {
  const { state, reason, reasons, lastGoodAt, lastError } = verdict;
  const judged = PROTECTION[state];
  const until = lastGoodAt ? ` Newest good backup: ${lastGoodAt}.` : '';
  const why = lastError && state !== 'safe' ? ` ${lastError.message}` : '';
  return finding(
    { ...judged, message: `${judged.message}: ${reasons.join(', ')}.${until}${why}` },
    `${state}: ${reason}`,
  );
}

const finding = ({ status, message, hint }: Judged, found: string): StartFinding => ({
  status,
  found,
  message,
  hint: hint ?? null,
});

const silent = ({ message, hint }: AppError, status: StartWord = 'unknown'): StartFinding => ({
  status,
  found: null,
  message,
  hint: hint ?? null,
});

'use client';

import type { DatabaseView, MigrationsView, SeedView } from '../contract';
import { useFormat } from '../format/use-format';
import { Link } from '../ui/link';
import type { Sign } from '../ui/status-word';
import { Fact } from './fact';

export function DatabaseFact({ value }: { value: DatabaseView }) {
  const format = useFormat();
  const { words } = format;
  const largest = value.largest[0];
  return (
    <Fact title={words('facts.database')} status={{ sign: 'ok', word: words('facts.reached') }}>
      <p className="bk-fp">
        <bdi>{words('facts.postgres', { version: value.version.replace(/^PostgreSQL\s+/i, '') })}</bdi>
        {' · '}
        <bdi>{words('count.tables', { n: value.tables })}</bdi>
        <br />
        <bdi>{words('facts.aboutRows', { rows: words('count.rows', { n: value.rowsEstimate }) })}</bdi>
        {' · '}
        <bdi>{format.bytes(value.sizeBytes)}</bdi>
        {largest ? (
          <>
            <br />
            {words('facts.largest', { name: largest.name, size: format.bytes(largest.bytes) })}
          </>
        ) : null}
      </p>
    </Fact>
  );
}

const MIGRATION_SIGNS: Record<MigrationsView['verdict'], Sign> = {
  same: 'ok',
  pending: 'warn',
  unknown: 'warn',
  changed: 'bad',
};

export function MigrationsFact({ value }: { value: MigrationsView }) {
  const format = useFormat();
  const { words } = format;
  const pending = value.rows.filter(({ state }) => state === 'pending').length;
  const word = {
    same: words('facts.upToDate'),
    pending: words('facts.pendingWord', { n: format.number(pending) }),
    unknown: words('facts.unknownWord'),
    changed: words('facts.changedWord'),
  }[value.verdict];
  const counts = { applied: format.number(value.applied), journal: format.number(value.journal) };
  return (
    <Fact title={words('facts.migrations')} status={{ sign: MIGRATION_SIGNS[value.verdict], word }}>
      <p className="bk-fp">
        {words(`facts.${value.verdict}Text`, counts)}{' '}
        {value.verdict === 'same' ? null : (
          <Link className="bk-link" href="/admin/backups/migrations">
            {words('facts.allMigrations')}
          </Link>
        )}
      </p>
    </Fact>
  );
}

const SEED_SIGNS: Record<SeedView['status'], { sign: Sign; word: string }> = {
  completed: { sign: 'ok', word: 'completed' },
  never: { sign: 'mute', word: 'never' },
  seeding: { sign: 'spin', word: 'seeding' },
  stale: { sign: 'warn', word: 'stale' },
  failed: { sign: 'bad', word: 'failed' },
};

export function SeedFact({ value }: { value: SeedView }) {
  const format = useFormat();
  const { words } = format;
  const { sign, word } = SEED_SIGNS[value.status];
  const ago = value.startedAt ? format.ago(value.startedAt) : '';
  const text = {
    completed: value.completedAt
      ? words('facts.completedText', { date: format.date(value.completedAt) })
      : words('facts.completedPlain'),
    never: words('facts.neverText'),
    seeding: words('facts.seedingText', { ago }),
    stale: words('facts.staleText', { ago }),
    failed: words('facts.failedText', { error: value.error ?? '' }),
  }[value.status];
  return (
    <Fact title={words('facts.seed')} status={{ sign, word: words(`facts.${word}`) }}>
      <p className="bk-fp">{text}</p>
    </Fact>
  );
}

import { type ComponentProps, createElement, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import type { BackupActions } from '@/components/admin/backups/contract';
import { ALL_MESSAGES } from '@/components/admin/backups/messages/all-messages';
import { MigrationsScreen } from '@/components/admin/backups/migrations/migrations-screen';
import { Shell } from '@/components/admin/backups/shell/shell';
import { CompareScreen } from '@/components/admin/backups/state/compare-screen';
import { DatabaseScreen } from '@/components/admin/backups/state/database-screen';
import { SeedScreen } from '@/components/admin/backups/state/seed-screen';
import type { StateActions } from '@/components/admin/backups/state/state-actions';
import { StateRunScreen } from '@/components/admin/backups/state/state-run-screen';
import { providerFact } from '@/lib/backup/policy/provider-facts';
import type { DatabaseStateView, MigrationStateView, SeedPreviewView, SeedStateView } from '@/lib/backup/views';
import { calmDatabase, comparedPoints, comparison, databaseState } from '../../support/database-state-fixtures';
import {
  failedMigrateRun,
  failedSeed,
  migrateRun,
  migrationState,
  pendingMigrations,
  seedPreview,
  seedRun,
  seedState,
  troubledMigrations,
} from '../../support/state-fixtures';

// The host's navigation needs a running Next.js; a plain anchor stands in for it, as another host would.
vi.mock('@/i18n/navigation', () => ({
  Link: ({ prefetch: _, ...props }: { prefetch?: boolean }) => createElement('a', props),
  usePathname: () => '/admin/backups/migrations',
  useRouter: () => ({ push: () => {}, refresh: () => {} }),
}));

const unused = () => Promise.reject(new Error('Nothing is pressed on the server.'));
const actions: StateActions = { startMigrations: unused, startSeed: unused, resetSeed: unused, startBackup: unused };
const backupActions = { startBackup: unused, verifyBackup: unused, cancelRun: unused } as unknown as BackupActions;
const silent = { code: 'DATABASE_DOWN', message: 'The database did not answer.', retryable: true } as const;
const unavailable = { state: 'unavailable', error: silent } as const;
const known = <T>(value: T) => ({ state: 'known', value }) as const;

const migrations = (value: MigrationStateView) => () =>
  createElement(MigrationsScreen, { migrations: known(value), actions });
const seed =
  (value: SeedStateView, preview: SeedPreviewView | null = seedPreview) =>
  () =>
    createElement(SeedScreen, { seed: known(value), preview: preview ? known(preview) : unavailable, actions });
const database = (value: DatabaseStateView) => () => createElement(DatabaseScreen, { database: value });
const compare = (more: Partial<ComponentProps<typeof CompareScreen>>) => () =>
  createElement(CompareScreen, { points: comparedPoints, chosen: null, comparison: null, problem: null, ...more });
const nothing: SeedPreviewView = { does: 'nothing', tables: [], adds: 0, nonEmpty: 0 };
const with_ = (verdict: MigrationStateView['verdict']): MigrationStateView => ({ ...troubledMigrations, verdict });

const providers = ['supabase', 'neon', 'railway', 'aws-rds', 'google-cloud-sql', 'azure', 'render', 'heroku'] as const;

const SCREENS: Record<string, () => ReactElement> = {
  'migrations that agree': migrations(migrationState),
  'migrations that are pending': migrations(pendingMigrations),
  'migrations in trouble': migrations(troubledMigrations),
  'migrations: unknown': migrations(with_('unknown')),
  'migrations: changed': migrations(with_('changed')),
  'migrations: file missing': migrations(with_('file-missing')),
  'migrations: unlisted': migrations(with_('unlisted')),
  'migrations that cannot be read': () => createElement(MigrationsScreen, { migrations: unavailable, actions }),
  'a seed that is complete': seed(seedState, nothing),
  'a seed that failed': seed(failedSeed),
  'a seed that went silent': seed({ ...failedSeed, status: 'stale', error: null }, null),
  'a seed under way': seed({ ...seedState, status: 'seeding', completedAt: null }, nothing),
  'no seed yet': seed(
    { ...seedState, status: 'never', startedAt: null, completedAt: null, ageMs: null },
    { ...nothing, does: 'mark' },
  ),
  'a seed that cannot be read': () => createElement(SeedScreen, { seed: unavailable, preview: unavailable, actions }),
  'a database with trouble': database(databaseState),
  'a database without': database(calmDatabase),
  'a database whose tables are locked': database({ ...databaseState, tablesLocked: true }),
  ...Object.fromEntries(
    providers.map((provider) => [
      `a database at ${provider}`,
      database({
        ...calmDatabase,
        support: { state: 'ends-soon', endsOn: '2027-01-01' },
        connections: databaseState.connections.map((connection) => ({
          ...connection,
          provider,
          pooling: { mode: 'unknown', by: 'session' },
        })),
        facts: providerFact(provider),
      }),
    ]),
  ),
  'two points to choose': compare({}),
  'two points compared': compare({ chosen: { one: 'a', other: 'b' }, comparison }),
  'two points that do not differ': compare({ comparison: { ...comparison, same: true } }),
  'two points, one without rows': compare({ comparison: { ...comparison, tables: null, facts: [], extensions: [] } }),
  'two points that cannot be compared': compare({ problem: silent }),
  'too few points': compare({ points: [] }),
  'a run of migrations': () => createElement(StateRunScreen, { run: migrateRun, actions: backupActions }),
  'a run of migrations that stopped': () =>
    createElement(StateRunScreen, { run: failedMigrateRun, actions: backupActions }),
  'a run of migrations that was lost': () =>
    createElement(StateRunScreen, { run: { ...migrateRun, status: 'lost' }, actions: backupActions }),
  'a seed under way, as a run': () => createElement(StateRunScreen, { run: seedRun, actions: backupActions }),
};

const render = (locale: keyof typeof ALL_MESSAGES, screen: () => ReactElement): string => {
  const props = { locale, messages: { backup: ALL_MESSAGES[locale] }, children: screen() };
  return renderToString(createElement(Shell, props));
};

describe.each(['en', 'fr', 'ar'] as const)('on the server, in %s', (locale) => {
  it.each(Object.entries(SCREENS))('%s', (_, screen) => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    const html = render(locale, screen);
    expect(complaints.mock.calls).toEqual([]);
    expect(html).not.toMatch(/undefined|NaN|Invalid Date|backup\.[a-z]+\.[a-z]/);
    complaints.mockRestore();
  });
});

const text = (name: string) =>
  render('en', SCREENS[name] ?? (() => createElement('p')))
    .replaceAll('<!-- -->', '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

it('names each state of a migration, and what Drizzle would do', () => {
  const words = text('migrations in trouble');
  for (const word of ['Half applied', 'Pending', 'Changed', 'File missing', 'Not in the journal', 'Unknown here']) {
    expect(words).toContain(word);
  }
  expect(words).toContain('2 of its 5 objects are in the database.');
  expect(words).toContain('Drizzle’s own migrator would leave it out.');
});

it('offers a run only where one can go through, and a reset only where there is something to reset', () => {
  expect(text('migrations that are pending')).toContain('Run 2 migrations…');
  expect(text('migrations in trouble')).not.toContain('Run 1 migration');
  expect(text('a seed that failed')).toContain('Reset the row…');
  expect(text('a seed that is complete')).not.toContain('Reset the row…');
});

it('says of a provider that what it keeps depends on the plan, and what to set for its pooler', () => {
  const words = text('a database with trouble');
  expect(words).toContain('depends on your plan');
  expect(words).toContain('session pooler (port 5432)');
  expect(text('a database without')).toContain('Nothing is claimed about its backups.');
});

'use client';

import { CircleX, Database } from 'lucide-react';
import type { MigrationStateView } from '@/lib/backup';
import type { Card } from '../contract';
import { sentences } from '../format/sentences';
import { type Format, useFormat } from '../format/use-format';
import { Reference } from '../run/problem-note';
import { CaptureState } from '../state/capture-state';
import type { StateActions } from '../state/state-actions';
import { StateTabs } from '../state/state-tabs';
import { Empty } from '../ui/empty';
import type { Mark } from '../ui/icons';
import { Lead } from '../ui/lead';
import { ButtonLink, Link } from '../ui/link';
import { Note } from '../ui/note';
import { Page } from '../ui/page';
import { MigrationTable } from './migration-table';
import { RunMigrations } from './run-migrations';

const MARKS: Record<MigrationStateView['verdict'], Mark> = {
  applied: 'safe',
  pending: 'warn',
  unknown: 'warn',
  unlisted: 'warn',
  changed: 'bad',
  'half-applied': 'bad',
  'file-missing': 'bad',
};

type Actions = Pick<StateActions, 'startMigrations' | 'startBackup'>;

function MigrationsLead({
  card,
  format,
  actions,
}: {
  card: Card<MigrationStateView>;
  format: Format;
  actions: Actions;
}) {
  const { words } = format;
  if (card.state === 'unavailable') {
    return (
      <Lead
        mark="unknown"
        page="migrations"
        sentence={words('migrations.title.unavailable')}
        reason={
          <>
            {sentences(card.error.message, card.error.hint)}
            <Reference code={card.error.ref} />
          </>
        }
      />
    );
  }
  const { verdict, applied, pending, rows, refusal } = card.value;
  const concerned = rows.filter(({ state }) => state === verdict).length;
  const named = rows.find(({ state }) => state === verdict)?.tag ?? '';
  return (
    <Lead
      mark={MARKS[verdict]}
      page="migrations"
      sentence={words(`state.migrations.title.${verdict}`, { n: concerned, name: named })}
      reason={words(`state.migrations.why.${verdict}`, { n: applied })}
      actions={
        <div className="bk-btns">
          <CaptureState startBackup={actions.startBackup} />
          {refusal === null ? <RunMigrations pending={pending} startMigrations={actions.startMigrations} /> : null}
        </div>
      }
    />
  );
}

function LastRun({ run, format }: { run: NonNullable<MigrationStateView['lastRun']>; format: Format }) {
  const { words } = format;
  if (run.status !== 'failed' && run.status !== 'lost') return null;
  return (
    <Note
      tone="bad"
      icon={CircleX}
      title={words('state.migrations.lastFailed', { when: format.ago(run.at), name: run.actorName })}
      actions={<ButtonLink href={`/admin/backups/runs/${run.id}`}>{words('state.migrations.openRun')}</ButtonLink>}
    >
      <bdi>{sentences(run.message ?? words('state.run.lostText'))}</bdi>
    </Note>
  );
}

function Side({ format }: { format: Format }) {
  const { words } = format;
  return (
    <aside className="bk-facts" aria-label={words('state.migrations.side')}>
      <section>
        <h2>{words('state.migrations.howTitle')}</h2>
        <p className="bk-fp">{words('state.migrations.howText')}</p>
      </section>
      <section>
        <h2>{words('state.migrations.deployTitle')}</h2>
        <p className="bk-fp">{words('state.migrations.deployText')}</p>
      </section>
      <section>
        <h2>{words('migrations.startOver')}</h2>
        <p className="bk-fp">
          {words('migrations.startOverText')}{' '}
          <Link className="bk-link bk-nw" href="/admin/backups/reset" prefetch={false}>
            {words('migrations.startOverLink')}
          </Link>
        </p>
      </section>
    </aside>
  );
}

/** Journal, files and database side by side; what is pending can be run from here. */
export function MigrationsScreen({ migrations, actions }: { migrations: Card<MigrationStateView>; actions: Actions }) {
  const format = useFormat();
  return (
    <Page>
      <MigrationsLead card={migrations} format={format} actions={actions} />
      {migrations.state === 'known' && migrations.value.pending.length > 0 && migrations.value.lastRun ? (
        <div className="bk-notes">
          <LastRun run={migrations.value.lastRun} format={format} />
        </div>
      ) : null}
      <StateTabs tab="migrations" />
      <div className="bk-grid">
        {migrations.state === 'known' ? (
          <MigrationTable migrations={migrations.value} />
        ) : (
          <Empty icon={Database}>{migrations.error.message}</Empty>
        )}
        <Side format={format} />
      </div>
    </Page>
  );
}

'use client';

import { Database } from 'lucide-react';
import type { Card, MigrationsView, SeedView } from '../contract';
import { sentences } from '../format/sentences';
import { type Format, useFormat } from '../format/use-format';
import { SeedFact } from '../overview/database-facts';
import { CardFact } from '../overview/fact';
import { Reference } from '../run/problem-note';
import { Empty } from '../ui/empty';
import { FactList } from '../ui/fact-list';
import type { Mark } from '../ui/icons';
import { Lead } from '../ui/lead';
import { Link } from '../ui/link';
import { Page } from '../ui/page';
import { MigrationTable } from './migration-table';

const MARKS: Record<MigrationsView['verdict'], Mark> = {
  same: 'safe',
  pending: 'warn',
  unknown: 'warn',
  changed: 'bad',
};

function MigrationsLead({ card, format }: { card: Card<MigrationsView>; format: Format }) {
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
  const { verdict, applied, rows } = card.value;
  const pending = rows.filter(({ state }) => state === 'pending').length;
  return (
    <Lead
      mark={MARKS[verdict]}
      page="migrations"
      sentence={words(`migrations.title.${verdict}`, { n: pending })}
      reason={words(`migrations.why.${verdict}`, { n: applied })}
    />
  );
}

function SeedSide({ seed, format }: { seed: Card<SeedView>; format: Format }) {
  const { words } = format;
  return (
    <aside className="bk-facts" aria-label={words('migrations.side')}>
      <CardFact title={words('migrations.side')} card={seed}>
        {(value) => <SeedFact value={value} />}
      </CardFact>
      {seed.state === 'known' && seed.value.startedAt ? (
        <FactList
          title={words('migrations.times')}
          facts={[
            { name: words('migrations.started'), value: <bdi>{format.full(seed.value.startedAt)}</bdi> },
            seed.value.completedAt
              ? { name: words('migrations.ended'), value: <bdi>{format.full(seed.value.completedAt)}</bdi> }
              : null,
          ]}
        />
      ) : null}
      <section>
        <h2>{words('migrations.seedMeaning')}</h2>
        <p className="bk-fp">{words('migrations.seedText')}</p>
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

/** Do the database and this version of the app agree? And what would the next start do with the seed? */
export function MigrationsScreen({ migrations, seed }: { migrations: Card<MigrationsView>; seed: Card<SeedView> }) {
  const format = useFormat();
  return (
    <Page>
      <MigrationsLead card={migrations} format={format} />
      <div className="bk-grid">
        {migrations.state === 'known' ? (
          <MigrationTable migrations={migrations.value} />
        ) : (
          <Empty icon={Database}>{migrations.error.message}</Empty>
        )}
        <SeedSide seed={seed} format={format} />
      </div>
    </Page>
  );
}

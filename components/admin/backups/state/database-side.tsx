'use client';

import type { DatabaseStateView } from '@/lib/backup';
import { useFormat } from '../format/use-format';
import { FactList } from '../ui/fact-list';

/** Version and its support, size, the pool against its setting, extensions. */
export function DatabaseSide({ database, support }: { database: DatabaseStateView; support: string }) {
  const format = useFormat();
  const { words } = format;
  const { version, sizeBytes, tables, pool, extensions } = database;
  const of = (open: number, all: number) =>
    words('state.database.of', { open: format.number(open), all: format.number(all) });
  return (
    <aside className="bk-facts" aria-label={words('facts.database')}>
      <FactList
        title={words('facts.database')}
        facts={[
          { name: words('state.database.version'), value: <bdi>{`PostgreSQL ${version}`}</bdi> },
          { name: words('state.migrations.size'), value: <bdi>{format.bytes(sizeBytes)}</bdi> },
          { name: words('state.database.tables'), value: <bdi>{format.number(tables)}</bdi> },
        ]}
      />
      <section>
        <h2>{words('state.database.supportTitle')}</h2>
        <p className="bk-fp">{support}</p>
      </section>
      <FactList
        title={words('state.database.pool')}
        facts={[
          { name: words('state.database.poolSize'), value: <bdi>{format.number(pool.size)}</bdi> },
          { name: words('state.database.poolOpen'), value: <bdi>{format.number(pool.open)}</bdi> },
          { name: words('state.database.poolActive'), value: <bdi>{format.number(pool.active)}</bdi> },
          { name: words('state.database.sessions'), value: <bdi>{of(pool.sessions, pool.allowed)}</bdi> },
        ]}
      />
      <section>
        <h2>{words('state.database.poolMeaning')}</h2>
        <p className="bk-fp">{words('state.database.poolText')}</p>
      </section>
      <section>
        <h2>{words('state.database.extensions')}</h2>
        <p className="bk-fp">
          <bdi>{extensions.map(({ name, version: has }) => `${name} ${has}`).join(' · ') || '–'}</bdi>
        </p>
      </section>
    </aside>
  );
}
